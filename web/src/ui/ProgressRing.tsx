// A ring filled to a share; a second lighter arc may show what is expected on top.
type Props = {
  share: number | null
  size?: number
  width?: number
  expected?: number
  label?: string
  children?: string
}

export function ProgressRing({ share, size = 20, width = 2.4, expected, label, children }: Props) {
  const r = (size - width) / 2
  const length = 2 * Math.PI * r
  const arc = (s: number, stroke: string) => (
    <circle
      cx={size / 2}
      cy={size / 2}
      r={r}
      fill="none"
      stroke={stroke}
      strokeWidth={width}
      strokeLinecap="round"
      strokeDasharray={`${length * Math.max(0, Math.min(1, s))} ${length}`}
      transform={`rotate(-90 ${size / 2} ${size / 2})`}
    />
  )
  return (
    <svg width={size} height={size} role="img" aria-label={label} style={{ flex: 'none' }}>
      <circle cx={size / 2} cy={size / 2} r={r} fill="none" stroke="var(--line)" strokeWidth={width} />
      {expected !== undefined && arc(expected, 'var(--tint2)')}
      {share === null ? (
        <g>
          {arc(0.25, 'var(--ac-solid)')}
          <animateTransform
            attributeName="transform"
            type="rotate"
            from={`0 ${size / 2} ${size / 2}`}
            to={`360 ${size / 2} ${size / 2}`}
            dur="1s"
            repeatCount="indefinite"
          />
        </g>
      ) : (
        share > 0 && arc(share, 'var(--ac-solid)')
      )}
      {children && (
        <text
          x="50%"
          y="50%"
          dominantBaseline="central"
          textAnchor="middle"
          fontSize={size / 5}
          fontWeight={600}
          fill="var(--t1)"
        >
          {children}
        </text>
      )}
    </svg>
  )
}
