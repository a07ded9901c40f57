import { Alert, Button } from '@mantine/core';
import { IconHandStop, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { countdown } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { Trouble } from '@/ui/trouble';
import classes from './claim-banner.module.css';
import type { Claim } from './leads';

type ClaimBannerProps = {
  mine: Claim | null;
  other: Claim | null;
  wanted: boolean;
  error: Error | null;
  onTake: () => void;
  /** Of somebody who may take it from whom has it open. */
  onTakeOver?: { mutate: () => void; isPending: boolean; error: Error | null };
};

/** Who has the lead in hand, and for how long. */
export function ClaimBanner({ mine, other, wanted, error, onTake, onTakeOver }: ClaimBannerProps) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const remaining = (claim: Claim) => new Date(claim.until).getTime() - now;

  if (error) return <Trouble error={error} onRetry={onTake} />;
  if (mine && remaining(mine) > 0) {
    return (
      <p className={classes.mine}>
        <IconLock size={17} aria-hidden="true" />
        <span>{t('claim.mine')}</span>
        <time className={classes.countdown} role="timer" aria-label={t('claim.remaining')}>
          {countdown(remaining(mine))}
        </time>
      </p>
    );
  }
  if (other && remaining(other) > 0) return <Taken by={other.name} time={countdown(remaining(other))} onTakeOver={onTakeOver} />;
  if (!wanted || (!mine && !other)) return null;
  return (
    <Alert color="brass" icon={<IconLockOpen />} title={mine ? t('claim.lapsed') : t('claim.free')}>
      {mine ? t('claim.lapsedText') : t('claim.freeText')}
      <div className={classes.again}>
        <Button size="xs" onClick={onTake}>
          {t('claim.take')}
        </Button>
      </div>
    </Alert>
  );
}

type TakenProps = Pick<ClaimBannerProps, 'onTakeOver'> & { by: string; time: string };

function Taken({ by, time, onTakeOver }: TakenProps) {
  const { t } = useTranslation();
  return (
    <Alert color="brass" icon={<IconHandStop />} title={t('claim.other', { name: by })}>
      {t('claim.otherText', { time })}
      {onTakeOver && (
        <div className={classes.again}>
          <Button size="xs" variant="default" loading={onTakeOver.isPending} onClick={() => onTakeOver.mutate()}>
            {t('claim.takeFrom', { name: by })}
          </Button>
          {onTakeOver.error && <Trouble error={onTakeOver.error} mt="sm" />}
        </div>
      )}
    </Alert>
  );
}
