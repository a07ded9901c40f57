/** 120 ko, 1,4 Mo: the weight of a file as people say it. */
export function formatSize(bytes: number, language: string) {
  const isLarge = bytes >= 1e6;
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  const share = isLarge ? bytes / 1024 ** 2 : Math.max(bytes / 1024, 0.1);
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: isLarge || share < 1 ? 1 : 0 }).format(share);
}
