const HANGERS = [70, 120, 170, 220, 270, 320, 370, 420];

/** The deck hangs from an arch; its height at x follows the same parabola as the path. */
export function Footbridge({ className }: { className?: string }) {
  return (
    <svg className={className} viewBox="0 0 490 260" fill="none" strokeLinecap="round" aria-hidden="true">
      <path d="M-20 200 Q245 -80 510 200" stroke="#e6b455" strokeWidth="5" />
      {HANGERS.map((x) => (
        <path key={x} d={`M${x} 178V${arch(x).toFixed(1)}`} stroke="#7fb0a6" strokeWidth="2" />
      ))}
      <path d="M-10 178H500" stroke="#eaf4f1" strokeWidth="6" />
      <path d="M-10 164H500" stroke="#eaf4f1" strokeWidth="1.5" opacity="0.5" />
      <g stroke="#7fb0a6" strokeWidth="2" opacity="0.55">
        <path d="M20 222q18-10 36 0t36 0 36 0 36 0 36 0" />
        <path d="M250 236q18-10 36 0t36 0 36 0 36 0 36 0" />
        <path d="M120 250q18-10 36 0t36 0 36 0" opacity="0.6" />
      </g>
    </svg>
  );
}

function arch(x: number) {
  const along = (x + 20) / 530;
  return 200 - 2 * 280 * along * (1 - along);
}
