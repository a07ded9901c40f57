import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import type { TFunction } from 'i18next';

const pine: MantineColorsTuple = [
  '#eef6f4', '#d9ebe7', '#b3d7cf', '#88c0b5', '#5da79a', '#3d8f82', '#2a776c', '#1d6158', '#154c46', '#0d3733',
];
const brass: MantineColorsTuple = [
  '#fdf6e7', '#fbeccd', '#f6d99b', '#f0c466', '#e6b455', '#d69a2d', '#b97d16', '#8f5f0e', '#6f490b', '#503408',
];
const brick: MantineColorsTuple = [
  '#fdf1ee', '#fbe0db', '#f5bfb5', '#ee9b8c', '#e27766', '#d05a47', '#b94433', '#a03323', '#7f281b', '#5e1d14',
];
const gray: MantineColorsTuple = [
  '#f8f8f4', '#f1f0ea', '#e7e7df', '#dfdfd6', '#c9cbc2', '#a6aba3', '#727a75', '#55605c', '#363f3c', '#1c2624',
];
const dark: MantineColorsTuple = [
  '#e3eae7', '#c6d0cc', '#a3b1ac', '#73827d', '#3c4a46', '#313e3b', '#24302d', '#1c2624', '#141c1a', '#0f1614',
];

const HEADING = "'Bricolage Grotesque Variable', 'Figtree Variable', sans-serif";

export const theme = createTheme({
  colors: { pine, brass, brick, red: brick, gray, dark },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  black: '#1c2624',
  fontFamily: "'Figtree Variable', system-ui, sans-serif",
  headings: {
    fontFamily: HEADING,
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.15' },
      h2: { fontSize: '1.125rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.35' },
    },
  },
  fontSizes: { xs: '0.78rem', sm: '0.875rem', md: '0.95rem', lg: '1.06rem', xl: '1.25rem' },
  defaultRadius: 'md',
  radius: { sm: '6px', md: '9px', lg: '12px' },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { fw: 600 } },
    Modal: {
      defaultProps: { centered: true, padding: 'lg', radius: 'lg', overlayProps: { backgroundOpacity: 0.45, blur: 2 } },
      styles: { title: { fontFamily: HEADING, fontSize: '1.2rem', fontWeight: 640 } },
    },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true } } },
    Select: { defaultProps: { allowDeselect: false, comboboxProps: { shadow: 'md' } } },
  },
});

/** Mantine draws its crosses without a word: whoever does not see them is told what each does. */
export function crosses(t: TFunction) {
  const named = (name: string) => ({ defaultProps: { 'aria-label': name } });
  const close = named(t('common.close'));
  return createTheme({
    components: {
      InputClearButton: named(t('common.clear')),
      ModalCloseButton: close,
      DrawerCloseButton: close,
      Notification: { defaultProps: { closeButtonProps: close.defaultProps } },
    },
  });
}

// Mantine's own surfaces follow our tokens, so that both schemes are decided in one file.
const surfaces = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-default-border': 'var(--hairline)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-error': 'var(--brick-ink)',
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: surfaces, dark: surfaces });
