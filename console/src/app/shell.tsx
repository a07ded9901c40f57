import { Button, Drawer, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots } from '@tabler/icons-react';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/api/me';
import { isVisiting } from '@/api/session';
import { useAlerts } from '@/features/alerts/use-alerts';
import { useNewLeadNotice } from '@/features/calls/use-new-lead-notice';
import { useAnswerNotice } from '@/features/campaigns/use-answer-notice';
import { PresenceToggle } from '@/features/identity/presence-toggle';
import { LiveDot } from '@/features/live/live-dot';
import { useLive } from '@/features/live/use-live';
import { SearchBox } from '@/features/search/search-box';
import { proposeLanguage } from '@/lib/i18n';
import { Wordmark } from '@/ui/wordmark';
import { ZoneProvider } from '@/ui/zone';
import { AccountPanel } from './account-panel';
import { leave } from './leave';
import { placesOf } from './navigation';
import { PlaceLink } from './place-link';
import classes from './shell.module.css';

const TABS = 4;

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const [menuOpen, menu] = useDisclosure(false);
  const status = useLive(me.tenant !== null && may(me, 'leads.read'));
  const company = me.tenant?.name ?? t('nav.platform');
  const places = placesOf(me);
  const queued = useNewLeadNotice(places.some((place) => place.to === '/file'));
  useAnswerNotice(me.id);
  const unread = useAlerts(places.some((place) => place.to === '/alertes'));
  const counts: Partial<Record<string, number>> = { '/file': queued, '/alertes': unread };
  const rail = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => void proposeLanguage(me.language), [me.language]);
  // An administrator has more places than a small screen is high: where one is stands in sight.
  useEffect(() => void rail.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [pathname]);

  const links = places.map((place) => (
    <PlaceLink key={place.to} place={place} count={counts[place.to] ?? 0} onClick={menu.close} />
  ));
  const account = (
    <div className={classes.account}>
      {may(me, 'presence.set') && <PresenceToggle />}
      <AccountPanel />
    </div>
  );

  return (
    <ZoneProvider zone={me.tenant?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}>
      <a className={classes.skip} href="#content">
        {t('nav.skip')}
      </a>
      <div className={classes.shell}>
        <header ref={rail} className={classes.rail}>
          <div className={classes.brand}>
            <Wordmark />
            {me.tenant && <LiveDot status={status} />}
          </div>
          <p className={classes.company}>{company}</p>
          {me.tenant && may(me, 'leads.read') && (
            <div className={classes.search}>
              <SearchBox />
            </div>
          )}
          <nav className={classes.places} aria-label={t('nav.main')}>
            {links}
          </nav>
          <div className={classes.railAccount}>{account}</div>
        </header>
        <main id="content" tabIndex={-1} className={classes.content}>
          {isVisiting() && <VisitBar />}
          <Outlet />
        </main>
        <nav className={classes.tabs} aria-label={t('nav.main')}>
          {links.slice(0, TABS)}
          <UnstyledButton className={classes.more} onClick={menu.open} aria-haspopup="dialog" aria-expanded={menuOpen}>
            <IconDots size={22} aria-hidden="true" />
            <span>{t('nav.more')}</span>
          </UnstyledButton>
        </nav>
      </div>
      <Drawer
        opened={menuOpen}
        onClose={menu.close}
        position="bottom"
        styles={{ content: { flex: '1 0 auto', height: 'auto' } }}
        title={company}
        classNames={{ content: classes.drawer, header: classes.drawer, close: classes.close }}
      >
        <nav className={classes.places} aria-label={t('nav.main')}>
          {links}
        </nav>
        {account}
      </Drawer>
    </ZoneProvider>
  );
}

function VisitBar() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className={classes.visit}>
      <span>{t('companies.visiting', { name: me.tenant?.name ?? '' })}</span>
      <Button size="compact-sm" variant="white" onClick={() => void leave()}>
        {t('companies.leave')}
      </Button>
    </div>
  );
}
