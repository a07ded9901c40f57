import { Button, Menu, Text } from '@mantine/core';
import { useDisclosure, useHotkeys, type HotkeyItem } from '@mantine/hooks';
import { IconNotes } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import { KeyHint } from '@/ui/key-hint';
import { noteModelsQuery } from './note-models';
import { MODELS_BUTTON } from './use-flow-keys';

export type NoteModel = components['schemas']['NoteModel'];

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

type NoteModelsMenuProps = { disabled: boolean; onPick: (model: NoteModel) => void };

/** Two keys: P opens it, a digit picks. */
export function NoteModelsMenu({ disabled, onPick }: NoteModelsMenuProps) {
  const { t } = useTranslation();
  const [opened, menu] = useDisclosure(false);
  const models = useQuery({ ...noteModelsQuery, enabled: !disabled });
  const pick = (model: NoteModel | undefined) => {
    if (!opened || !model) return;
    menu.close();
    onPick(model);
  };
  useHotkeys(
    DIGITS.flatMap((digit, place) =>
      // The place of the key counts: a French keyboard gives digits in its upper row with Shift only.
      ['Digit', 'Numpad'].map((row): HotkeyItem => [row + digit, () => pick(models.data?.[place]), { usePhysicalKeys: true, preventDefault: opened }]),
    ),
  );
  return (
    <Menu opened={opened} onChange={(open) => (open ? menu.open() : menu.close())} position="bottom-start" width={320} shadow="md" disabled={disabled}>
      <Menu.Target>
        <Button {...MODELS_BUTTON} variant="light" size="compact-md" leftSection={<IconNotes size={17} />} disabled={disabled}>
          {t('noteModels.button')}
          <KeyHint keys="P" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {models.data?.length === 0 && (
          <Menu.Label>
            {t('noteModels.none')} {t('noteModels.noneText')}
          </Menu.Label>
        )}
        {models.error && <Menu.Label>{models.error.message}</Menu.Label>}
        {models.data?.map((model, place) => (
          <Menu.Item key={model.id} rightSection={place < DIGITS.length && <KeyHint keys={String(place + 1)} />} onClick={() => pick(model)}>
            {model.title}
            <Text size="xs" c="dimmed" lineClamp={1}>
              {model.text}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
