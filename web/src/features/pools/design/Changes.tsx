// What is different between a pool in force and what is to be published: sentences that go and sentences that come.
import { useText } from '@/i18n'
import { useBench } from './bench'
import css from './Design.module.css'
import { PARTS, usePoolWords } from './words'

export function Changes() {
  const t = useText('poolDesign')
  const { form, person, before, now } = useBench()
  const words = usePoolWords(form, person)
  const [was, becomes] = [words(before), words(now)]
  const parts = PARTS.map((part) => ({
    part,
    gone: was[part].filter((each) => !becomes[part].includes(each)),
    come: becomes[part].filter((each) => !was[part].includes(each)),
  })).filter(({ gone, come }) => gone.length + come.length > 0)
  return (
    <section aria-label={t('changes')}>
      <h3>{t('changes')}</h3>
      {parts.length === 0 && <p className="t2">{t('noChanges')}</p>}
      {parts.length > 0 && (
        <ul className={css.diff}>
          {parts.map(({ part, gone, come }) => (
            <li key={part}>
              <span className="caption">{t(`section.${part}`)}</span>
              {gone.map((each) => (
                <del key={each} className={css.was} aria-label={`${t('was')} ${each}`}>
                  {each}
                </del>
              ))}
              {come.map((each) => (
                <span key={each} aria-label={`${t('becomes')} ${each}`}>
                  {each}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
