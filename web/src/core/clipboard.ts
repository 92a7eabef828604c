// Copying text, also where the page is served without HTTPS and browsers keep their clipboard shut.

/** True when the text is on the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const box = document.createElement('textarea')
  box.value = text
  box.style.position = 'fixed'
  box.style.opacity = '0'
  document.body.append(box)
  box.select()
  // The old way is the only one left here.
  const done = document.execCommand('copy')
  box.remove()
  return done
}
