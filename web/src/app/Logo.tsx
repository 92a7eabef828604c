// The mark: a funnel that holds.
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="none" aria-hidden style={{ flex: 'none' }}>
      <rect width="24" height="24" rx="7" fill="#0B6C86" />
      <path
        d="M5.2 6.8h13.6l-4.6 5.9v3.7a2.2 2.2 0 0 1-4.4 0v-3.7z"
        stroke="#fff"
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
      <path d="M8 9.7h8l-2.6 3.3v3.3a1.4 1.4 0 0 1-2.8 0V13z" fill="#8FD3E6" />
    </svg>
  )
}
