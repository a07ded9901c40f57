import { Loader, SegmentedControl, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '@/ui/trouble';
import type { PreviewedPage } from './forms';
import classes from './builder.module.css';

const WIDTHS = { phone: 390, desktop: 1080 };
const HEIGHT = 760;

type PreviewProps = {
  page: string | null;
  shown: PreviewedPage;
  onShow: (page: PreviewedPage) => void;
  isLate: boolean;
  isWrong: boolean;
  error: Error | null;
};

/** The page that the server makes of the draft, in a frame where nothing runs and nothing can be sent. */
export function Preview({ page, shown, onShow, isLate, isWrong, error }: PreviewProps) {
  const { t } = useTranslation();
  const [device, setDevice] = useState<keyof typeof WIDTHS>('phone');
  const { ref, width } = useElementSize();
  const scale = Math.min(1, (width || WIDTHS[device]) / WIDTHS[device]);
  return (
    <section className={classes.preview} aria-label={t('builder.preview')}>
      <div className={classes.previewHead}>
        <SegmentedControl
          size="xs"
          aria-label={t('builder.shownPage')}
          value={shown}
          onChange={(value) => onShow(value as PreviewedPage)}
          data={[
            { value: 'form', label: t('forms.one') },
            { value: 'thanks', label: t('builder.thanksPage') },
          ]}
        />
        {isLate && <Loader size="xs" aria-label={t('common.loading')} />}
        <SegmentedControl
          size="xs"
          aria-label={t('builder.device')}
          value={device}
          onChange={(value) => setDevice(value as keyof typeof WIDTHS)}
          data={[
            { value: 'phone', label: <IconDeviceMobile size={17} aria-label={t('builder.phone')} /> },
            { value: 'desktop', label: <IconDeviceDesktop size={17} aria-label={t('builder.desktop')} /> },
          ]}
        />
      </div>
      {error && <Trouble error={error} />}
      {isWrong && (
        <Text size="sm" c="var(--brick-ink)" mb="xs" role="status">
          {t('builder.previewWaits')}
        </Text>
      )}
      <div ref={ref} className={classes.stage} style={{ height: HEIGHT }}>
        {page && (
          <iframe
            title={t('builder.preview')}
            sandbox=""
            srcDoc={page}
            className={classes.frame}
            data-stale={isWrong || undefined}
            style={{
              width: WIDTHS[device],
              height: HEIGHT / scale,
              marginLeft: Math.max(0, (width - WIDTHS[device] * scale) / 2),
              transform: `scale(${scale})`,
            }}
          />
        )}
      </div>
    </section>
  );
}
