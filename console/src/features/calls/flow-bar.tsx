import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconKeyboard, IconList } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/ui/key-hint';
import { LinkButton } from '@/ui/links';
import classes from './flow-bar.module.css';
import type { Neighbours } from './use-neighbours';

type FlowBarProps = { neighbours: Neighbours; onKeys: () => void };

/** From lead to lead in working order, without going back to the list. */
export function FlowBar({ neighbours, onKeys }: FlowBarProps) {
  const { t } = useTranslation();
  const { previous, next, place, count } = neighbours;
  return (
    <nav className={classes.bar} aria-label={t('flow.list')}>
      <LinkButton to="/file" search={true} variant="subtle" size="compact-md" className={classes.back} leftSection={<IconList size={18} />}>
        {t('flow.title')}
      </LinkButton>
      <Step to={previous} label={t('flow.previous')} keys="K" icon={<IconChevronLeft size={18} />} />
      {place > 0 && <span className={classes.place}>{t('flow.position', { place, count })}</span>}
      <Step to={next} label={t('flow.next')} keys="J" icon={<IconChevronRight size={18} />} after />
      <Tooltip label={t('flow.keys')}>
        <ActionIcon variant="subtle" color="gray" className={classes.keys} aria-label={t('flow.keys')} onClick={onKeys}>
          <IconKeyboard size={19} />
        </ActionIcon>
      </Tooltip>
    </nav>
  );
}

type StepProps = { to: string | undefined; label: string; keys: string; icon: ReactNode; after?: boolean };

function Step({ to, label, keys, icon, after }: StepProps) {
  const looks = {
    variant: 'default',
    size: 'compact-md',
    leftSection: after ? undefined : icon,
    rightSection: after ? icon : undefined,
    children: (
      <>
        {label}
        <KeyHint keys={keys} />
      </>
    ),
  };
  return to ? <LinkButton to="/file/$leadId" params={{ leadId: to }} search={true} {...looks} /> : <Button disabled {...looks} />;
}
