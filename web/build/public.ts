/** While developing, addresses of public forms show their own page, as the server does with the built ones. */
import type { Plugin } from 'vite'

export function publicPage(): Plugin {
  return {
    name: 'bulou:public-page',
    configureServer(server) {
      server.middlewares.use((request, _reply, next) => {
        if (request.url?.startsWith('/p/')) request.url = '/public.html'
        next()
      })
    },
  }
}
