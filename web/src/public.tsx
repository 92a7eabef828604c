// Entrance of public forms: no sign-in, no shell, none of the application's libraries.
import '@/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PublicPage } from '@/features/public-page/PublicPage'

const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '')
const embed = new URLSearchParams(location.search).get('embed') === '1'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PublicPage slug={slug} embed={embed} />
  </StrictMode>,
)
