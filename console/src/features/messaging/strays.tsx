import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import { straysQuery, type StrayText } from './lines';

/** What was written to our numbers by people whom we do not know; nothing where nobody has. */
export function Strays() {
  const { t } = useTranslation();
  const strays = useInfiniteQuery(straysQuery);
  const columns: Column<StrayText>[] = [
    { key: 'at', header: t('lines.at'), cell: (stray) => <Moment at={stray.at} /> },
    { key: 'number', header: t('lines.from'), cell: (stray) => `${stray.number} · ${t(`relances.channels.${stray.channel}`)}` },
    {
      key: 'words',
      header: t('lines.words'),
      cell: (stray) => (
        <Text size="sm" dir="auto" lineClamp={4} style={{ overflowWrap: 'anywhere' }}>
          {stray.words}
        </Text>
      ),
    },
  ];
  if (strays.data?.length === 0) return null;
  return (
    <Panel title={t('lines.strays')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('lines.straysText')}
      </Text>
      <List label={t('lines.strays')} source={strays} columns={columns} rowKey={(stray) => stray.id} empty={null} />
    </Panel>
  );
}
