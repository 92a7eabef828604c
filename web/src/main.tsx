// Entrance: language, theme, queries, routes.
import '@/ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { makeRouter } from '@/app/routes'
import { makeQueryClient } from '@/core/query'
import { startLanguage } from '@/i18n'
import { Pictures, Theme, Toasts } from '@/ui'

startLanguage()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={makeQueryClient()}>
      <Theme>
        <RouterProvider router={makeRouter()} />
        <Toasts />
        <Pictures />
      </Theme>
    </QueryClientProvider>
  </StrictMode>,
)
