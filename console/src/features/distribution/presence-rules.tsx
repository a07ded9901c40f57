import { NumberInput, Radio, Stack, Switch, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Rules } from './distribution';
import { pauseName, pausesNamed } from './pauses';
import classes from './rules-editor.module.css';

const LEAVERS: Rules['leavers'][] = ['pool', 'keep'];

type PresenceRulesProps = { rules: Rules; change: (rules: Partial<Rules>) => void };

/** When leads are given out, why an agent takes none for a while, and what becomes of leads that nobody answers. */
export function PresenceRules({ rules, change }: PresenceRulesProps) {
  const { t } = useTranslation();
  const pauses = rules.pauses ?? [];
  return (
    <section className={classes.group}>
      <h3>{t('distribution.presence')}</h3>
      <Switch
        label={t('distribution.onlyWhenOpen')}
        description={t('distribution.onlyWhenOpenHint')}
        checked={rules.only_when_open}
        onChange={(event) => change({ only_when_open: event.currentTarget.checked })}
      />
      <TagsInput
        label={t('distribution.pauses')}
        description={t('distribution.addByEnter')}
        maxLength={40}
        maxTags={20}
        value={pauses.map((pause) => pauseName(pause.id, pauses, t))}
        onChange={(names) => change({ pauses: pausesNamed(names, pauses, t) })}
      />
      <NumberInput
        label={t('distribution.answerWithin')}
        description={t('distribution.answerWithinHint')}
        placeholder={t('distribution.never')}
        min={1}
        max={1440}
        allowDecimal={false}
        value={rules.answer_within ?? ''}
        onChange={(value) => change({ answer_within: typeof value === 'number' ? value : null })}
      />
      {rules.answer_within !== null && (
        <Switch
          label={t('distribution.pauseOnTimeout')}
          checked={rules.pause_on_timeout}
          onChange={(event) => change({ pause_on_timeout: event.currentTarget.checked })}
        />
      )}
      <NumberInput
        label={t('distribution.handOnAfter')}
        description={t('distribution.handOnAfterHint')}
        placeholder={t('distribution.never')}
        min={15}
        max={10080}
        allowDecimal={false}
        value={rules.hand_on_after ?? ''}
        onChange={(value) => change({ hand_on_after: typeof value === 'number' ? value : null })}
      />
      <Switch label={t('distribution.mayReturn')} checked={rules.may_return} onChange={(event) => change({ may_return: event.currentTarget.checked })} />
      <Radio.Group
        label={t('distribution.leavers')}
        value={rules.leavers}
        onChange={(value) => change({ leavers: LEAVERS.find((one) => one === value) ?? rules.leavers })}
      >
        <Stack gap="xs" mt="xs">
          {LEAVERS.map((one) => (
            <Radio key={one} value={one} label={t(`distribution.leaversBy.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </section>
  );
}
