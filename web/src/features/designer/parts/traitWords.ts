// What a field means to the engines, in words: the trait of the form and the part the field plays in it.
import { useText, type Key } from '@/i18n'

/** `party.contact` → Company or person · contact. What has no words stays as it is. */
export function useTraitWords(): (place: string) => string {
  const t = useText('designer')
  return (place) => {
    const [trait = '', slot = ''] = place.split('.')
    const say = (key: string, other: string) => {
      const known = t(`traits.${key}` as Key<'designer'>)
      return known.includes('traits.') ? other : known
    }
    // Of a party its name is the party itself.
    return slot === 'name' ? say(`${trait}.name`, trait) : `${say(`${trait}.name`, trait)} · ${say(place, slot)}`
  }
}
