import { DndContext, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { SortableContext, arrayMove, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionIcon, Alert, Button, Menu, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconCopy, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/ui/tag';
import { added, duplicate, newItem, without, type Item } from './draft';
import { FieldProperties } from './field-properties';
import { PERSON, QUESTIONS, TYPES, type FieldType } from './field-types';
import { restrictVertically } from './restrict-vertically';
import type { Builder } from './use-builder';
import classes from './builder.module.css';

type Errors = Record<string, string>;

export function FieldsEditor({ builder, errors }: { builder: Builder; errors: Errors }) {
  const { t } = useTranslation();
  const { items, settings } = builder.draft;
  const [openId, setOpenId] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const label = (id: unknown) => items.find((item) => item.id === id)?.field.label ?? '';
  const place = (id: unknown) => items.findIndex((item) => item.id === id) + 1;
  const announcements = {
    onDragStart: ({ active }: Pick<DragEndEvent, 'active'>) => t('builder.lifted', { field: label(active.id) }),
    onDragOver: ({ active, over }: Pick<DragEndEvent, 'active' | 'over'>) =>
      t('builder.over', { field: label(active.id), place: place(over?.id), count: items.length }),
    onDragEnd: ({ active, over }: Pick<DragEndEvent, 'active' | 'over'>) =>
      t('builder.dropped', { field: label(active.id), place: place(over?.id), count: items.length }),
    onDragCancel: ({ active }: Pick<DragEndEvent, 'active'>) => t('builder.letGo', { field: label(active.id) }),
  };
  const move = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    builder.setItems(arrayMove(items, place(active.id) - 1, place(over.id) - 1));
  };
  const add = (type: FieldType, name: string, words: string) => {
    const item = newItem(items, type, name, words, t('builder.choice'));
    builder.setItems(added(items, item));
    setOpenId(item.id);
  };
  return (
    <div>
      {errors.fields && <Alert color="brick" variant="light" mb="sm" icon={<IconAlertTriangle />} title={errors.fields} role="alert" />}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        modifiers={[restrictVertically]}
        onDragEnd={move}
        accessibility={{ announcements, screenReaderInstructions: { draggable: t('builder.dragHelp') } }}
      >
        <SortableContext items={items.map((item) => item.id)} strategy={verticalListSortingStrategy}>
          <ol className={classes.fields} aria-label={t('forms.fields')}>
            {items.map((item, index) => (
              <FieldCard
                key={item.id}
                item={item}
                isOpen={item.id === openId}
                errors={within(errors, `fields.${index}`)}
                onToggle={() => setOpenId(item.id === openId ? null : item.id)}
                onCopy={() => {
                  const copied = duplicate(items, item.id);
                  if (!copied) return;
                  builder.setItems(copied.items);
                  setOpenId(copied.copy.id);
                }}
                onRemove={() => builder.setItems(without(items, item.id))}
              >
                <FieldProperties
                  item={item}
                  others={items.filter((other) => other.id !== item.id && other.field.type !== 'consent')}
                  languages={Object.keys(settings.translations ?? {})}
                  errorAt={(property) => at(errors, `fields.${index}.${property}`)}
                  onChange={(change) => builder.alter(item.id, change)}
                />
              </FieldCard>
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      <AddField items={items} onAdd={add} />
    </div>
  );
}

type FieldCardProps = {
  item: Item;
  isOpen: boolean;
  errors: Errors;
  onToggle: () => void;
  onCopy: () => void;
  onRemove: () => void;
  children: React.ReactNode;
};

function FieldCard({ item: { id, field }, isOpen, errors, onToggle, onCopy, onRemove, children }: FieldCardProps) {
  const { t } = useTranslation();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id });
  const Icon = TYPES[field.type].icon;
  const name = field.label || field.name;
  const isWrong = Object.keys(errors).length > 0;
  return (
    <li
      ref={setNodeRef}
      className={classes.field}
      data-open={isOpen || undefined}
      data-dragging={isDragging || undefined}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <div className={classes.head}>
        <ActionIcon
          ref={setActivatorNodeRef}
          variant="subtle"
          color="gray"
          className={classes.grip}
          {...attributes}
          {...listeners}
          aria-label={t('builder.move', { field: name })}
        >
          <IconGripVertical size={18} />
        </ActionIcon>
        <button type="button" className={classes.title} aria-expanded={isOpen} onClick={onToggle}>
          <Icon size={18} aria-hidden="true" className={classes.icon} />
          <span className={classes.words}>
            <strong>{name}</strong>
            <small>{[t(`forms.types.${field.type}`), field.required && t('forms.required')].filter(Boolean).join(' · ')}</small>
          </span>
          {isWrong && <Tag tone="brick">{t('builder.toCorrect')}</Tag>}
          {isOpen ? <IconChevronUp size={17} aria-hidden="true" /> : <IconChevronDown size={17} aria-hidden="true" />}
        </button>
        <Tooltip label={t('builder.copy')}>
          <ActionIcon variant="subtle" color="gray" onClick={onCopy} aria-label={t('builder.copyOf', { field: name })}>
            <IconCopy size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('builder.remove')}>
          <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={t('builder.removeOf', { field: name })}>
            <IconTrash size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      {isOpen && (
        <div className={classes.body}>
          {errors[''] && <Alert color="brick" variant="light" title={errors['']} role="alert" />}
          {children}
        </div>
      )}
    </li>
  );
}

type AddFieldProps = { items: Item[]; onAdd: (type: FieldType, name: string, label: string) => void };

function AddField({ items, onAdd }: AddFieldProps) {
  const { t } = useTranslation();
  const missing = PERSON.filter((person) => !items.some((item) => item.field.name === person.name));
  return (
    <Menu position="bottom-start" shadow="md" width={250}>
      <Menu.Target>
        <Button variant="light" leftSection={<IconPlus size={17} />} mt="sm">
          {t('builder.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.types}>
        {missing.length > 0 && <Menu.Label>{t('builder.person')}</Menu.Label>}
        {missing.map((person) => {
          const Icon = TYPES[person.type].icon;
          const label = t(`builder.starter.${person.name}`);
          return (
            <Menu.Item key={person.name} leftSection={<Icon size={17} />} onClick={() => onAdd(person.type, person.name, label)}>
              {label}
            </Menu.Item>
          );
        })}
        <Menu.Label>{t('builder.questions')}</Menu.Label>
        {QUESTIONS.map((type) => {
          const Icon = TYPES[type].icon;
          const label = t(`forms.types.${type}`);
          return (
            <Menu.Item key={type} leftSection={<Icon size={17} />} onClick={() => onAdd(type, type, label)}>
              {label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The faults at a place and below it, named from there. */
function within(errors: Errors, place: string): Errors {
  const own = Object.entries(errors).filter(([name]) => name === place || name.startsWith(`${place}.`));
  return Object.fromEntries(own.map(([name, message]) => [name.slice(place.length + 1), message]));
}

export function at(errors: Errors, place: string) {
  return Object.values(within(errors, place))[0];
}
