import { Loader, SegmentedControl, Select, Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { MailTrial } from '@/ui/mail-trial';
import { Trouble } from '@/ui/trouble';
import { toWire, type Draft } from './draft';
import { mailQuery, readersQuery, tryMail, type Chosen, type Order, type Shown } from './mails';
import { DeviceSwitch, HEIGHT, ScaledPage, type Device } from './scaled-page';
import classes from './builder.module.css';
import own from './mails.module.css';

const PAUSE = 350;
const WIDTHS = { phone: 390, desktop: 680 };
const DARK = /@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi;

type MailPreviewProps = { formId: string; draft: Draft; chosen: Chosen; isWrong: boolean };

/** The mail that the server makes of the draft, in a frame where nothing runs, and the way to have it in one's own inbox. */
export function MailPreview({ formId, draft, chosen, isWrong }: MailPreviewProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [reader, setReader] = useState<string | null>(null);
  const [order] = useDebouncedValue<Order>({ ...chosen, draft: toWire(draft), lead_id: reader }, PAUSE);
  const query = useQuery({ ...mailQuery(order), placeholderData: keepPreviousData });
  const [mail, setMail] = useState<Shown | null>(null);
  if (query.data && query.data !== mail) setMail(query.data);
  return (
    <section className={classes.preview} aria-label={t('mails.preview')}>
      <Readers formId={formId} reader={reader} onRead={setReader} />
      {query.error && <Trouble error={query.error} />}
      {isWrong && (
        <Text size="sm" c="var(--brick-ink)" mb="xs" role="status">
          {t('builder.previewWaits')}
        </Text>
      )}
      {mail ? <Opened mail={mail} isStale={isWrong} isLate={query.isFetching} /> : <Loader aria-label={t('common.loading')} />}
      <MailTrial email={me.email} send={() => tryMail(order)} disabled={isWrong} />
      <Text size="xs" c="dimmed" mt="xs">
        {t('mails.previewHint')}
      </Text>
    </section>
  );
}

function Readers({ formId, reader, onRead }: { formId: string; reader: string | null; onRead: (reader: string | null) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const readers = useQuery({ ...readersQuery(formId), enabled: may(me, 'leads.read') }).data ?? [];
  if (readers.length === 0) return null;
  return (
    <Select
      size="xs"
      mb="xs"
      aria-label={t('mails.reader')}
      placeholder={t('mails.sample')}
      clearable
      value={reader}
      onChange={onRead}
      data={readers.map((lead) => ({ value: lead.id, label: lead.name || lead.id }))}
    />
  );
}

function Opened({ mail, isStale, isLate }: { mail: Shown; isStale: boolean; isLate: boolean }) {
  const { t } = useTranslation();
  const [device, setDevice] = useState<Device>('phone');
  const [view, setView] = useState<'html' | 'text'>('html');
  const [dark, setDark] = useState(false);
  return (
    <>
      <div className={classes.previewHead}>
        <SegmentedControl
          size="xs"
          aria-label={t('mails.view')}
          value={view}
          onChange={(value) => setView(value as typeof view)}
          data={[
            { value: 'html', label: 'HTML' },
            { value: 'text', label: t('mails.text') },
          ]}
        />
        {isLate && <Loader size="xs" aria-label={t('common.loading')} />}
        {view === 'html' && (
          <>
            <Switch size="xs" label={t('mails.dark')} checked={dark} onChange={(event) => setDark(event.currentTarget.checked)} />
            <DeviceSwitch device={device} onChange={setDevice} />
          </>
        )}
      </div>
      <div className={own.envelope}>
        <Text size="sm" c="dimmed" truncate>
          {mail.from_name} &lt;{mail.from_address}&gt;
        </Text>
        <Text fw={600}>{mail.subject}</Text>
      </div>
      {view === 'html' ? (
        <ScaledPage
          title={t('mails.preview')}
          page={dark ? mail.html.replace(DARK, '@media all') : mail.html}
          width={WIDTHS[device]}
          isStale={isStale}
        />
      ) : (
        <pre className={own.plain} style={{ height: HEIGHT }} tabIndex={0}>
          {mail.text}
        </pre>
      )}
    </>
  );
}
