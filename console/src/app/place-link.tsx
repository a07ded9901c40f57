import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { placesOf } from './navigation';
import classes from './shell.module.css';

type PlaceLinkProps = { place: ReturnType<typeof placesOf>[number]; count: number; onClick: () => void };

export function PlaceLink({ place, count, onClick }: PlaceLinkProps) {
  const { t } = useTranslation();
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      // An agent comes to a lead from the queue, so the list of all their leads does not light up for it.
      activeOptions={{ exact: place.label === 'myLeads' }}
      className={classes.place}
      onClick={onClick}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Icon size={20} stroke={1.7} aria-hidden="true" />
      <span>{t(`nav.${place.label}`)}</span>
      {count > 0 && (
        <span className={classes.count} aria-label={t(place.label === 'alerts' ? 'nav.unread' : 'nav.count', { count })}>
          {count}
        </span>
      )}
    </Link>
  );
}
