type Countries = Record<string, { fixed: [string, string][]; fromEaster: [number, string][] }>;

const MOVABLE: [number, string][] = [[1, 'Lundi de Pâques'], [39, 'Ascension'], [50, 'Lundi de Pentecôte']];

/**
 * Public holidays by country, as data: fixed days as month-day, and days counted from Easter Sunday. Feasts that follow the moon are told
 * by their countries from year to year, and written by hand.
 */
const HOLIDAYS: Countries = {
  FR: {
    fixed: [
      ['01-01', 'Jour de l’an'], ['05-01', 'Fête du Travail'], ['05-08', 'Victoire 1945'], ['07-14', 'Fête nationale'],
      ['08-15', 'Assomption'], ['11-01', 'Toussaint'], ['11-11', 'Armistice 1918'], ['12-25', 'Noël'],
    ],
    fromEaster: MOVABLE,
  },
  BE: {
    fixed: [
      ['01-01', 'Jour de l’an'], ['05-01', 'Fête du Travail'], ['07-21', 'Fête nationale'], ['08-15', 'Assomption'],
      ['11-01', 'Toussaint'], ['11-11', 'Armistice'], ['12-25', 'Noël'],
    ],
    fromEaster: MOVABLE,
  },
  CI: {
    fixed: [
      ['01-01', 'Jour de l’an'], ['05-01', 'Fête du Travail'], ['08-07', 'Fête de l’Indépendance'], ['08-15', 'Assomption'],
      ['11-01', 'Toussaint'], ['11-15', 'Journée nationale de la paix'], ['12-25', 'Noël'],
    ],
    fromEaster: MOVABLE,
  },
  LU: {
    fixed: [
      ['01-01', 'Nouvel an'], ['05-01', 'Fête du Travail'], ['05-09', 'Journée de l’Europe'], ['06-23', 'Fête nationale'],
      ['08-15', 'Assomption'], ['11-01', 'Toussaint'], ['12-25', 'Noël'], ['12-26', 'Saint-Étienne'],
    ],
    fromEaster: MOVABLE,
  },
  SN: {
    fixed: [
      ['01-01', 'Jour de l’an'], ['04-04', 'Fête de l’Indépendance'], ['05-01', 'Fête du Travail'], ['08-15', 'Assomption'],
      ['11-01', 'Toussaint'], ['12-25', 'Noël'],
    ],
    fromEaster: MOVABLE,
  },
};

export const COUNTRIES_WITH_HOLIDAYS = Object.keys(HOLIDAYS);

export type Holiday = { day: string; name: string };

/** Those of a country in a year, in order. */
export function holidaysOf(country: string, year: number): Holiday[] {
  const { fixed = [], fromEaster = [] } = HOLIDAYS[country] ?? {};
  const days = [
    ...fixed.map(([day, name]) => ({ day: `${year}-${day}`, name })),
    ...fromEaster.map(([after, name]) => ({ day: isoDay(easter(year) + after * 86_400_000), name })),
  ];
  return days.sort((one, other) => one.day.localeCompare(other.day));
}

function isoDay(ms: number) {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Easter Sunday by the anonymous Gregorian computus, at midnight of UTC. */
function easter(year: number) {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const epact = (19 * golden + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1);
}
