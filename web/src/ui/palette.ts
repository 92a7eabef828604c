// The colour table for antd and charts, light and dark; tokens.css carries the same values for CSS (a test compares).
export type Palette = typeof light

export const light = {
  canvas: '#F3F6F7',
  sheet: '#FFFFFF',
  raised: '#FFFFFF',
  sunk: '#F8FAFB',
  hover: '#F3F7F8',
  line: '#E1E8EB',
  line2: '#EDF1F3',
  ctl: '#C9D3D8',
  box: '#7F8D96',
  t1: '#16232A',
  t2: '#44555E',
  t3: '#5F6F78',
  ac: '#0B6C86',
  'ac-solid': '#0B6C86',
  'ac-hover': '#095A70',
  tint: '#E6F2F6',
  tint2: '#CFE5EC',
  'on-ac': '#FFFFFF',
  s1: '#B3D7E2',
  s2: '#74B4C7',
  s3: '#27809B',
  s4: '#0B6C86',
  won: '#17704A',
  'won-bg': '#E2F3EA',
  lost: '#7B8992',
  'lost-bg': '#EDF1F3',
  h1: '#8A5A00',
  'h1-bg': '#FFF3D1',
  'h1-f': '#E5B33C',
  h2: '#A8430A',
  'h2-bg': '#FFE9DB',
  'h2-f': '#E8803F',
  h3: '#B42318',
  'h3-bg': '#FDE4E1',
  'h3-f': '#D64537',
  'h3-solid': '#B42318',
  ink: '#1B2A31',
  c1: '#0B6C86',
  c2: '#45BDAA',
  c3: '#6C62B6',
  c4: '#E9AA5E',
  c5: '#BF6675',
  c6: '#335920',
  c7: '#D2A3FA',
  c8: '#7A6E0B',
  c9: '#9990BE',
  c10: '#C9A57F',
}

export const dark: Palette = {
  canvas: '#0E1417',
  sheet: '#151D21',
  raised: '#1D272C',
  sunk: '#11191C',
  hover: '#1A2429',
  line: '#29353B',
  line2: '#212C31',
  ctl: '#3B4A52',
  box: '#7F8D96',
  t1: '#E4EBEE',
  t2: '#AEBCC3',
  t3: '#8899A2',
  ac: '#5CBAD3',
  'ac-solid': '#137A96',
  'ac-hover': '#0F6A82',
  tint: '#12323D',
  tint2: '#1A4452',
  'on-ac': '#FFFFFF',
  s1: '#2B4D59',
  s2: '#2D6C7F',
  s3: '#3A94AE',
  s4: '#5CBAD3',
  won: '#5CC795',
  'won-bg': '#12352A',
  lost: '#8899A2',
  'lost-bg': '#222D32',
  h1: '#E9B949',
  'h1-bg': '#33290F',
  'h1-f': '#C9982B',
  h2: '#F59A5B',
  'h2-bg': '#3A2213',
  'h2-f': '#D9742F',
  h3: '#FF8A80',
  'h3-bg': '#3E1A18',
  'h3-f': '#E0584B',
  'h3-solid': '#C23A2E',
  ink: '#2A373D',
  c1: '#1A7C98',
  c2: '#45BDAA',
  c3: '#7D73C8',
  c4: '#E9AA5E',
  c5: '#C96F7F',
  c6: '#FDD895',
  c7: '#D2A3FA',
  c8: '#8B7E1C',
  c9: '#9990BE',
  c10: '#C9A57F',
}

/** The ten chart colours in order. */
export const chartColours = (p: Palette): string[] => [p.c1, p.c2, p.c3, p.c4, p.c5, p.c6, p.c7, p.c8, p.c9, p.c10]

/** Four-step ramp interpolated to n stages; deeper is nearer to cash. */
export function stageRamp(p: Palette, n: number): string[] {
  const steps = [p.s1, p.s2, p.s3, p.s4]
  if (n <= 1) return [p.s4]
  return Array.from({ length: n }, (_, i) => {
    const at = (i / (n - 1)) * 3
    const from = Math.min(Math.floor(at), 2)
    return mix(steps[from]!, steps[from + 1]!, at - from)
  })
}

function mix(a: string, b: string, part: number): string {
  const channel = (hex: string, i: number) => parseInt(hex.slice(1 + i * 2, 3 + i * 2), 16)
  const hex = [0, 1, 2].map((i) => Math.round(channel(a, i) + (channel(b, i) - channel(a, i)) * part))
  return `#${hex
    .map((v) => v.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`
}
