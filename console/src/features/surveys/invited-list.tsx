import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { Facts } from '@/ui/facts';
import { List, type Column } from '@/ui/list';
import { Moment } from '@/ui/moment';
import { invitedQuery, type Invited, type Standing, type Survey } from './surveys';

/** The persons behind one figure; of those who answered, what they said. */
export function InvitedList({ survey, standing }: { survey: Survey; standing: Standing }) {
  const { t } = useTranslation();
  const invited = useInfiniteQuery(invitedQuery(survey.id, standing, survey.counts[standing]));
  const columns: Column<Invited>[] = [
    {
      key: 'name',
      header: t('leads.name'),
      cell: (row) => (
        <Link to="/leads/$leadId" params={{ leadId: row.lead_id }}>
          {row.name || t('leads.nameless')}
        </Link>
      ),
    },
    ...(standing === 'answered'
      ? [{ key: 'answers', header: t('surveys.said'), phone: 'bare' as const, cell: (row: Invited) => <Facts facts={row.answers} /> }]
      : []),
    ...(standing === 'left_out'
      ? [{ key: 'reason', header: t('surveys.why'), cell: (row: Invited) => row.reason && t(`surveys.reasons.${row.reason}`) }]
      : []),
    { key: 'at', header: t('surveys.since'), cell: (row) => <Moment at={row.at} /> },
  ];
  return (
    <List
      label={t(`surveys.standings.${standing}`)}
      source={invited}
      columns={columns}
      rowKey={(row) => row.lead_id}
      empty={<Empty title={t('surveys.nobody')} />}
    />
  );
}
