import { Loader, SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '@/ui/trouble';
import type { PreviewedPage } from './forms';
import { DeviceSwitch, ScaledPage, type Device } from './scaled-page';
import classes from './builder.module.css';

const WIDTHS = { phone: 390, desktop: 1080 };

type PreviewProps = {
  page: string | null;
  shown: PreviewedPage;
  onShow: (page: PreviewedPage) => void;
  isLate: boolean;
  isWrong: boolean;
  error: Error | null;
};

/** The page that the server makes of the draft, in a frame where nothing runs and nothing can be sent. */
export function Preview({ page, shown, onShow, isLate, isWrong, error }: PreviewProps) {
  const { t } = useTranslation();
  const [device, setDevice] = useState<Device>('phone');
  return (
    <section className={classes.preview} aria-label={t('builder.preview')}>
      <div className={classes.previewHead}>
        <SegmentedControl
          size="xs"
          aria-label={t('builder.shownPage')}
          value={shown}
          onChange={(value) => onShow(value as PreviewedPage)}
          data={[
            { value: 'form', label: t('forms.one') },
            { value: 'thanks', label: t('builder.thanksPage') },
          ]}
        />
        {isLate && <Loader size="xs" aria-label={t('common.loading')} />}
        <DeviceSwitch device={device} onChange={setDevice} />
      </div>
      {error && <Trouble error={error} />}
      {isWrong && (
        <Text size="sm" c="var(--brick-ink)" mb="xs" role="status">
          {t('builder.previewWaits')}
        </Text>
      )}
      <ScaledPage title={t('builder.preview')} page={page} width={WIDTHS[device]} isStale={isWrong} />
    </section>
  );
}
