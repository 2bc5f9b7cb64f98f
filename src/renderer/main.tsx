import './app/content-security.ts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { failureOf } from '#desk'
import { leadToFirstWrong } from '#ui'
import { WordsProvider } from '#words'
import { Root } from './app/root.tsx'
import './ui/theme.css'

/** Reads are tried twice again; what the engine has refused is not. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && failureOf(error).code === 'server.failed',
      staleTime: 2_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
    // What was sent and answered, passwords and customers, is not kept once its screen is gone.
    // An act waits for no network: it is sent now, or not at all.
    mutations: { gcTime: 0, networkMode: 'always' },
  },
})

leadToFirstWrong(document)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <WordsProvider>
          <BrowserRouter>
            <Root />
          </BrowserRouter>
        </WordsProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
