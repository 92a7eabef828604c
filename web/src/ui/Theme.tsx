// Puts palette, density, language and the dark class around everything below.
import { ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useLayoutEffect, useMemo, type ReactNode } from 'react'
import { useDark, usePhone, useReducedMotion } from '@/core/media'
import { usePreferences } from '@/core/preferences'
import { antdThemeOf } from './theme'

export function Theme({ children }: { children: ReactNode }) {
  const isDark = useDark()
  const phone = usePhone()
  const motion = !useReducedMotion()
  const density = usePreferences((p) => p.density)
  const locale = usePreferences((p) => p.locale)
  const config = useMemo(
    () => antdThemeOf({ dark: isDark, compact: density === 'compact', phone, motion }),
    [isDark, density, phone, motion],
  )
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('dark', isDark)
    document.documentElement.dataset.density = density
  }, [isDark, density])
  useLayoutEffect(() => {
    dayjs.locale(locale === 'zh-CN' ? 'zh-cn' : 'en')
  }, [locale])
  return (
    <ConfigProvider
      theme={config}
      locale={locale === 'zh-CN' ? zh : en}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      {children}
    </ConfigProvider>
  )
}
