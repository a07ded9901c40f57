import { ActionIcon, Button, MultiSelect, NumberInput, Select, TagsInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formLookup } from '@/api/lookups';
import type { FormNeeds, Rules } from './distribution';
import { languageOptions } from './languages';
import classes from './rules-editor.module.css';

type AbilityRulesProps = { rules: Rules; change: (rules: Partial<Rules>) => void };

/** Which skills and languages leads ask for, and when they ask no longer. */
export function AbilityRules({ rules, change }: AbilityRulesProps) {
  const { t, i18n } = useTranslation();
  const forms = useQuery(formLookup);
  const needs = rules.needs ?? [];
  const write = (place: number, need: Partial<FormNeeds>) =>
    change({ needs: needs.map((one, at) => (at === place ? { ...one, ...need } : one)) });
  const free = (forms.data ?? []).filter((form) => !needs.some((need) => need.form_id === form.id));
  const first = free[0];
  const languages = languageOptions([rules.fallback_language ?? 'fr', ...needs.map((need) => need.language ?? 'fr')], i18n.language);
  const nameOf = (id: string) => forms.data?.find((form) => form.id === id)?.name ?? t('distribution.unknownForm');
  return (
    <section className={classes.group}>
      <h3>{t('distribution.abilities')}</h3>
      <TagsInput
        label={t('distribution.skills')}
        description={t('distribution.addByEnter')}
        maxLength={40}
        maxTags={30}
        value={rules.skills ?? []}
        onChange={(skills) => change({ skills })}
      />
      {needs.map((need, place) => (
        <div key={need.form_id} className={classes.need}>
          <div className={classes.fields}>
            <Select
              label={t('distribution.form')}
              allowDeselect={false}
              data={[{ value: need.form_id, label: nameOf(need.form_id) }, ...free.map((form) => ({ value: form.id, label: form.name }))]}
              value={need.form_id}
              onChange={(form_id) => form_id && write(place, { form_id })}
            />
            <Select
              label={t('distribution.calledIn')}
              placeholder={t('distribution.formsOwn')}
              clearable
              searchable
              data={languages}
              value={need.language}
              onChange={(language) => write(place, { language })}
            />
            <MultiSelect
              label={t('distribution.needs')}
              data={[...new Set([...(rules.skills ?? []), ...(need.skills ?? [])])]}
              value={need.skills ?? []}
              onChange={(skills) => write(place, { skills })}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('distribution.removeNeed', { form: nameOf(need.form_id) })}
            onClick={() => change({ needs: needs.filter((_, at) => at !== place) })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="xs"
        style={{ justifySelf: 'start' }}
        leftSection={<IconPlus size={16} />}
        disabled={!first}
        onClick={() => first && change({ needs: [...needs, { form_id: first.id, skills: [], language: null }] })}
      >
        {t('distribution.addNeed')}
      </Button>
      <NumberInput
        label={t('distribution.skillsUntil')}
        placeholder={t('distribution.never')}
        min={1}
        max={10080}
        allowDecimal={false}
        value={rules.skills_until ?? ''}
        onChange={(value) => change({ skills_until: typeof value === 'number' ? value : null })}
      />
      <div className={classes.fields}>
        <Select
          label={t('distribution.fallbackLanguage')}
          placeholder={t('distribution.noFallback')}
          clearable
          searchable
          data={languages}
          value={rules.fallback_language}
          onChange={(fallback_language) => change({ fallback_language, fallback_after: fallback_language ? (rules.fallback_after ?? 60) : null })}
        />
        <NumberInput
          label={t('distribution.fallbackAfter')}
          disabled={!rules.fallback_language}
          min={1}
          max={10080}
          allowDecimal={false}
          value={rules.fallback_after ?? ''}
          onChange={(value) => change({ fallback_after: typeof value === 'number' ? value : null })}
        />
      </div>
    </section>
  );
}
