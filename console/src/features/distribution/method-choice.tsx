import { NumberInput, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Method, Rules } from './distribution';
import classes from './rules-editor.module.css';

const METHODS: Method[] = ['push', 'pull', 'manual'];
const SHARINGS: Rules['sharing'][] = ['equal', 'performance'];

type MethodChoiceProps = { method: Method; rules: Rules; choose: (method: Method) => void; change: (rules: Partial<Rules>) => void };

/** Who decides which agent gets a lead, and how many an agent may have. */
export function MethodChoice({ method, rules, choose, change }: MethodChoiceProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Radio.Group label={t('distribution.method')} value={method} onChange={(value) => choose(METHODS.find((one) => one === value) ?? method)}>
        <Stack gap="xs" mt="xs">
          {METHODS.map((one) => (
            <Radio key={one} value={one} label={t(`centres.methods.${one}`)} description={t(`distribution.methods.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {method === 'push' && (
        <Radio.Group
          label={t('distribution.sharing')}
          value={rules.sharing}
          onChange={(value) => change({ sharing: SHARINGS.find((one) => one === value) ?? rules.sharing })}
        >
          <Stack gap="xs" mt="xs">
            {SHARINGS.map((one) => (
              <Radio key={one} value={one} label={t(`distribution.sharings.${one}`)} description={t(`distribution.sharingTexts.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <div className={classes.pair}>
        <NumberInput
          label={t('distribution.capacity')}
          description={t('distribution.newAgents')}
          min={1}
          max={500}
          allowDecimal={false}
          value={rules.capacity}
          onChange={(value) => typeof value === 'number' && change({ capacity: value })}
        />
        <NumberInput
          label={t('distribution.dailyCap')}
          description={t('distribution.newAgents')}
          placeholder={t('distribution.unlimited')}
          min={1}
          max={5000}
          allowDecimal={false}
          value={rules.daily_cap ?? ''}
          onChange={(value) => change({ daily_cap: typeof value === 'number' ? value : null })}
        />
      </div>
    </Stack>
  );
}
