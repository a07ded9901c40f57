import { Text } from '@mantine/core';
import { IconPlus, IconRepeat } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { Empty } from '@/ui/empty';
import { LinkButton } from '@/ui/links';
import { List, type Column } from '@/ui/list';
import { Page } from '@/ui/page';
import { Tag } from '@/ui/tag';
import { plansQuery, type Plan } from './plans';
import { StepStrip } from './step-strip';

export function PlansPage() {
  const { t } = useTranslation();
  const me = useMe();
  const plans = useInfiniteQuery(plansQuery);
  const fresh = may(me, 'campaigns.write') && (
    <LinkButton to="/relances/nouveau" leftSection={<IconPlus size={18} />}>
      {t('relances.new')}
    </LinkButton>
  );
  const columns: Column<Plan>[] = [
    {
      key: 'name',
      header: t('relances.name'),
      cell: (plan) => (
        <>
          <Link to="/relances/$planId" params={{ planId: plan.id }}>
            {plan.name}
          </Link>
          <Text size="sm" c="dimmed">
            {t(`relances.wanted.${plan.wanted}`)}
          </Text>
        </>
      ),
    },
    { key: 'on', header: t('relances.state'), phone: 'bare', cell: (plan) => <PlanTag on={plan.on} /> },
    { key: 'whose', header: t('relances.whose'), cell: (plan) => whose(plan) || t('relances.allLeads') },
    { key: 'steps', header: t('relances.steps'), phone: 'bare', cell: (plan) => <StepStrip steps={plan.steps} /> },
  ];
  return (
    <Page title={t('nav.relances')} lead={t('relances.lead')} actions={fresh}>
      <List
        label={t('nav.relances')}
        source={plans}
        columns={columns}
        rowKey={(plan) => plan.id}
        empty={<Empty icon={<IconRepeat />} title={t('relances.empty')} text={t('relances.emptyText')} />}
      />
    </Page>
  );
}

export function PlanTag({ on }: { on: boolean }) {
  const { t } = useTranslation();
  return <Tag tone={on ? 'moss' : 'stone'}>{t(on ? 'relances.on' : 'relances.off')}</Tag>;
}

function whose({ form_name, centre_name }: Plan) {
  return [form_name, centre_name].filter(Boolean).join(' · ');
}
