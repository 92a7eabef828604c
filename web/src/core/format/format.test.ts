// Numbers, money and dates in both languages.
import { describe, expect, it } from 'vitest'
import { formatFor } from '.'

const now = () => new Date('2026-11-20T02:00:00Z') // 10:00 on Friday in Shanghai
const zh = formatFor('zh-CN', 'Asia/Shanghai', now)
const en = formatFor('en-US', 'Asia/Shanghai', now)

describe('numbers', () => {
  it.each([
    [0, '0', '0'],
    [9_999, '9,999', '10.0K'],
    [9_999.96, '1.0 万', '10.0K'],
    [10_000, '1.0 万', '10.0K'],
    [1_286_000, '128.6 万', '1.3M'],
    [99_999_999, '1.00 亿', '100.0M'],
    [129_000_000, '1.29 亿', '129.0M'],
    [-1_286_000, '-128.6 万', '-1.3M'],
  ])('shortens %d', (value, chinese, english) => {
    expect(zh.short(value)).toBe(chinese)
    expect(en.short(value)).toBe(english)
  })
  it.each([
    [1_286_000, '¥1,286,000'],
    [1_286_000.5, '¥1,286,000.50'],
    [0, '¥0'],
    [-88.1, '−¥88.10'],
  ])('writes money %d', (value, text) => {
    expect(zh.money(value)).toBe(text)
  })
  it('names other currencies', () => {
    expect(zh.money(5, 'USD')).toBe('$5')
    expect(en.money(5, 'EUR')).toBe('€5')
  })
  it('keeps one decimal of a percent only when there is one', () => {
    expect([zh.percent(60), zh.percent(15.64)]).toEqual(['60%', '15.6%'])
  })
  it('counts bytes', () => {
    expect([zh.bytes(0), zh.bytes(900), zh.bytes(1_300_000)]).toEqual(['0 B', '900 B', '1.2 MB'])
  })
})

describe('dates', () => {
  it.each([
    ['2026-11-20', '今天', 'Today'],
    ['2026-11-19', '昨天', 'Yesterday'],
    ['2026-11-21', '明天', 'Tomorrow'],
    ['2026-11-23', '11-23', 'Nov 23'],
    ['2027-01-08', '2027-01-08', 'Jan 8, 2027'],
    // 23:30 UTC on the 19th is already the 20th in the workspace.
    ['2026-11-19T23:30:00Z', '今天', 'Today'],
    ['2026-11-20T17:00:00+00:00', '明天', 'Tomorrow'],
  ])('says %s in words', (iso, chinese, english) => {
    expect(zh.date(iso)).toBe(chinese)
    expect(en.date(iso)).toBe(english)
  })
  it.each([
    ['2026-11-18', '2 天前', '2 days ago'],
    ['2026-10-30', '21 天前', '21 days ago'],
    ['2026-08-01', '08-01', 'Aug 1'],
  ])('counts %s back', (iso, chinese, english) => {
    expect(zh.ago(iso)).toBe(chinese)
    expect(en.ago(iso)).toBe(english)
  })
  it('writes moments in the workspace zone', () => {
    expect(zh.moment('2026-11-20T06:30:00Z')).toBe('今天 14:30')
    expect(zh.exact('2026-11-20T06:30:00Z')).toBe('2026-11-20 14:30')
    expect(zh.moment('2026-11-23T15:59:59Z')).toBe('11-23') // a planned day, not a minute before midnight
    expect(zh.longDay('2026-11-20')).toBe('11 月 20 日 周五')
    expect(en.longDay('2026-11-20')).toBe('Fri, Nov 20')
  })
  it.each([
    [27, '27 秒'],
    [185, '3 分'],
    [4800, '1 小时 20 分'],
  ])('says a duration of %d s', (seconds, text) => {
    expect(zh.duration(seconds)).toBe(text)
  })
})
