import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './builder.module.css';

export const HEIGHT = 760;
export type Device = 'phone' | 'desktop';

type ScaledPageProps = { title: string; page: string | null; width: number; isStale: boolean };

/** A page of the server at the width of a screen, made small enough to stand here; nothing runs in it and nothing can be sent. */
export function ScaledPage({ title, page, width, isStale }: ScaledPageProps) {
  const { ref, width: here } = useElementSize();
  const scale = Math.min(1, (here || width) / width);
  return (
    <div ref={ref} className={classes.stage} style={{ height: HEIGHT }}>
      {page && (
        <iframe
          title={title}
          sandbox=""
          srcDoc={page}
          className={classes.frame}
          data-stale={isStale || undefined}
          style={{
            width,
            height: HEIGHT / scale,
            marginLeft: Math.max(0, (here - width * scale) / 2),
            transform: `scale(${scale})`,
          }}
        />
      )}
    </div>
  );
}

export function DeviceSwitch({ device, onChange }: { device: Device; onChange: (device: Device) => void }) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('builder.device')}
      value={device}
      onChange={(value) => onChange(value as Device)}
      data={[
        { value: 'phone', label: <IconDeviceMobile size={17} aria-label={t('builder.phone')} /> },
        { value: 'desktop', label: <IconDeviceDesktop size={17} aria-label={t('builder.desktop')} /> },
      ]}
    />
  );
}
