/** 120 ko, 1,4 Mo: the weight of a file as people say it. */
export function formatSize(bytes: number, language: string) {
  const isLarge = bytes >= 1024 ** 2;
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  const share = Math.max(bytes / (isLarge ? 1024 ** 2 : 1024), 1);
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: isLarge ? 1 : 0 }).format(share);
}
