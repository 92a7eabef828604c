// The page behind a public form's address: open, closed, or thanks; alone or embedded in another site.
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { useMedia } from '@/core/media'
import { isProblem } from '@/core/problem'
import { Filling } from './Filling'
import type { Language, PublicPage as Page, Reason } from './model'
import css from './PublicPage.module.css'
import { open, type Thanks } from './talk'
import { accentVars } from './theme'
import { LanguageContext, languageFor, useWords } from './words'

const BOTH: Language[] = ['zh-CN', 'en-US']

export function PublicPage({ slug, embed }: { slug: string; embed: boolean }) {
  const [page, setPage] = useState<Page | null>(null)
  const [failed, setFailed] = useState<Reason | null>(null)
  const [chosen, setChosen] = useState<Language | null>(null)
  const [round, setRound] = useState(0)
  const language = chosen ?? languageFor(page?.languages ?? BOTH, location.search, navigator.languages)
  const load = useCallback(() => {
    setFailed(null)
    open(slug, languageFor(BOTH, location.search, navigator.languages))
      .then(setPage)
      .catch((e: unknown) => setFailed(isProblem(e) && e.status === 404 ? 'gone' : 'failed'))
  }, [slug])
  useEffect(load, [load])
  const restart = () => {
    setRound(round + 1)
    load()
  }
  const dark = useMedia('(prefers-color-scheme: dark)') && !embed
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.classList.toggle('dark', dark)
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light' // a frame stays light on every system
  }, [language, dark])
  const title = page ? page.title[language] || Object.values(page.title).find(Boolean) : ''
  useEffect(() => {
    if (title) document.title = title
  }, [title])
  return (
    <LanguageContext value={language}>
      <Frame embed={embed} style={accentVars(page?.accent ?? null, dark)}>
        {page && <Head page={page} language={language} onLanguage={setChosen} />}
        {failed ? (
          <Closed reason={failed} retry={load} />
        ) : page ? (
          <Body key={round} page={page} restart={restart} />
        ) : (
          <Opening />
        )}
      </Frame>
    </LanguageContext>
  )
}

function Frame({ embed, style, children }: { embed: boolean; style: React.CSSProperties; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useHeightTold(embed, box)
  const { t } = useWords()
  return (
    <div className={[css.page, embed ? css.embedded : ''].join(' ')} style={style} data-testid="public-page">
      <div ref={box} className={css.frame}>
        <main className={css.column}>{children}</main>
        <p className={css.by}>{t('by')}</p>
      </div>
    </div>
  )
}

/** The site that embeds us is told how tall we are, and nothing else. */
function useHeightTold(embed: boolean, box: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    if (!embed || !box.current || window.parent === window) return
    const tell = () =>
      window.parent.postMessage({ bulou: 'height', height: Math.ceil(box.current?.offsetHeight ?? 0) }, '*')
    const watcher = new ResizeObserver(tell)
    watcher.observe(box.current)
    tell()
    return () => watcher.disconnect()
  }, [embed, box])
}

type HeadProps = { page: Page; language: Language; onLanguage?: (language: Language) => void }

export function Head({ page, language, onLanguage }: HeadProps) {
  const { t, words } = useWords()
  const other = page.languages.find((l) => l !== language)
  const logo = page.logo && <img src={page.logo} alt={page.workspace} className={css.logo} />
  const title = <h1>{words(page.title)}</h1>
  return (
    <header className={css.head}>
      <div className={css.top}>
        {logo || title}
        {other && onLanguage && (
          <button type="button" className={css.language} onClick={() => onLanguage(other)} lang={other}>
            {t('language')}
          </button>
        )}
      </div>
      {logo && title}
    </header>
  )
}

function Body({ page, restart }: { page: Page; restart: () => void }) {
  const [thanks, setThanks] = useState<Thanks | null>(null)
  if (page.state === 'closed') return <Closed reason={page.reason ?? 'off'} />
  if (thanks) return <Thanked thanks={thanks} restart={restart} />
  return <Filling page={page} onThanks={setThanks} />
}

function Thanked({ thanks, restart }: { thanks: Thanks; restart: () => void }) {
  const { t, words } = useWords()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    title.current?.focus()
    title.current?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <div className={css.said} role="status">
      <span className={css.tick} aria-hidden>
        ✓
      </span>
      <h2 ref={title} tabIndex={-1}>
        {t('thanks')}
      </h2>
      <p className={css.intro}>{words(thanks) || t('next_default')}</p>
      <button type="button" className="link-button" onClick={restart}>
        {t('again')}
      </button>
    </div>
  )
}

function Closed({ reason, retry }: { reason: Reason; retry?: () => void }) {
  const { t } = useWords()
  return (
    <div className={css.said}>
      <h2>{t('closed')}</h2>
      <p>{t(`reasons.${reason}`)}</p>
      {reason === 'failed' && retry && (
        <button type="button" className={css.send} onClick={retry}>
          {t('retry')}
        </button>
      )}
    </div>
  )
}

function Opening() {
  const { t } = useWords()
  return <p className={css.opening}>{t('loading')}</p>
}
