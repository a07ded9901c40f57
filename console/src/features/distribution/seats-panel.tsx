import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { IconArrowsExchange, IconDots, IconPencil, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Panel } from '@/ui/panel';
import { Tag } from '@/ui/tag';
import { Trouble } from '@/ui/trouble';
import { seatsQuery, type Distribution, type Seat } from './distribution';
import { HandoverDialog } from './handover-dialog';
import { languageName } from './languages';
import { pauseName } from './pauses';
import { SeatDialog } from './seat-dialog';
import classes from './seats-panel.module.css';

type SeatsPanelProps = { centreId: string; distribution: Distribution };

/** Who takes leads, how full their hands are, and what they can. */
export function SeatsPanel({ centreId, distribution }: SeatsPanelProps) {
  const { t } = useTranslation();
  const seats = useQuery(seatsQuery(centreId));
  const [edited, setEdited] = useState<Seat | null>(null);
  const [leaving, setLeaving] = useState<Seat | null>(null);
  return (
    <Panel title={t('distribution.seats.title')}>
      {seats.isPending && <Skeleton height={160} radius="md" role="status" aria-label={t('common.loading')} />}
      {seats.error && <Trouble error={seats.error} onRetry={() => void seats.refetch()} />}
      {seats.data?.length === 0 && <Empty icon={<IconUsers />} title={t('distribution.seats.empty')} text={t('distribution.seats.emptyText')} />}
      <ul className={classes.seats} aria-label={t('distribution.seats.title')}>
        {seats.data?.map((seat) => (
          <li key={seat.agent_id}>
            <SeatRow seat={seat} distribution={distribution} />
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" aria-label={t('distribution.seats.actions', { name: seat.name })}>
                  <IconDots size={18} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setEdited(seat)}>
                  {t('distribution.seats.edit')}
                </Menu.Item>
                <Menu.Item leftSection={<IconArrowsExchange size={16} />} disabled={seat.held === 0} onClick={() => setLeaving(seat)}>
                  {t('distribution.handover.ask')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      {edited && <SeatDialog centreId={centreId} seat={edited} rules={distribution.rules} onClose={() => setEdited(null)} />}
      {leaving && <HandoverDialog centreId={centreId} seat={leaving} seats={seats.data ?? []} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

function SeatRow({ seat, distribution }: { seat: Seat; distribution: Distribution }) {
  const { t, i18n } = useTranslation();
  const can = [...seat.languages.map((code) => languageName(code, i18n.language)), ...seat.skills];
  const share = distribution.rules.sharing === 'performance' || seat.weight !== 1;
  return (
    <div className={classes.seat}>
      <div className={classes.head}>
        <strong>{seat.name}</strong>
        <Where seat={seat} distribution={distribution} />
        {share && <span className={classes.soft}>{t('distribution.seats.part', { part: seat.part.toLocaleString(i18n.language) })}</span>}
      </div>
      <Gauge used={seat.held} most={seat.capacity} label={t('distribution.seats.held', { used: seat.held, most: seat.capacity })} />
      {seat.daily_cap !== null && (
        <Gauge used={seat.today} most={seat.daily_cap} label={t('distribution.seats.today', { used: seat.today, most: seat.daily_cap })} />
      )}
      {seat.daily_cap === null && <span className={classes.soft}>{t('distribution.seats.todayFree', { count: seat.today })}</span>}
      <span className={classes.soft}>{can.length > 0 ? can.join(' · ') : t('distribution.seats.anyLanguage')}</span>
    </div>
  );
}

function Where({ seat, distribution }: { seat: Seat; distribution: Distribution }) {
  const { t } = useTranslation();
  if (seat.present) return seat.why_not ? <Tag tone="brass">{t('distribution.seats.full')}</Tag> : <Tag tone="moss">{t('presence.available')}</Tag>;
  const reason = seat.pause && pauseName(seat.pause, distribution.rules.pauses ?? [], t);
  return <Tag tone="stone">{reason ? t('distribution.seats.pausedFor', { reason }) : t('presence.paused')}</Tag>;
}

function Gauge({ used, most, label }: { used: number; most: number; label: string }) {
  return (
    <div className={classes.measure}>
      <span>{label}</span>
      <span className={classes.gauge} data-full={used >= most} aria-hidden="true">
        <i style={{ width: `${Math.min(100, (used / most) * 100)}%` }} />
      </span>
    </div>
  );
}
