import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/ui/facts';
import { Moment } from '@/ui/moment';
import { Panel } from '@/ui/panel';
import type { Lead } from './leads';

export function ConsentPanel({ consent }: { consent: Lead['consent'] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('consent.title')}>
      {!consent && <Text c="dimmed">{t('consent.none')}</Text>}
      {consent && (
        <>
          <Text component="blockquote" m={0} mb="md" size="sm" fs="italic">
            {t('common.quote', { text: consent.text })}
          </Text>
          {consent.phone && (
            <Text component="blockquote" m={0} mb="md" size="sm" fs="italic">
              {t(consent.phone.given ? 'consent.phoneGiven' : 'consent.phoneRefused')} {t('common.quote', { text: consent.phone.text })}
            </Text>
          )}
          <Facts
            facts={[
              { label: t('consent.at'), value: <Moment at={consent.at} exact /> },
              { label: t('consent.version'), value: consent.form_version },
              consent.ip && { label: t('consent.ip'), value: consent.ip },
            ]}
          />
        </>
      )}
    </Panel>
  );
}
