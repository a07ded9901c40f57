import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LiveStatus } from './connection';
import classes from './live-dot.module.css';

export function LiveDot({ status }: { status: LiveStatus }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t(`live.${status}Text`)} multiline w={230}>
      <span className={classes.live} data-status={status} role="status" tabIndex={0}>
        {t(`live.${status}`)}
      </span>
    </Tooltip>
  );
}
