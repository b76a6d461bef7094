/** The shell: the one page that every address answers with. */
import { createHandler, StartServer } from '@solidjs/start/server'

export default createHandler(() => (
  <StartServer
    document={({ assets, scripts }) => (
      <html lang="ru">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>Картотека</title>
          <meta name="theme-color" content="#f3f2ee" media="(prefers-color-scheme: light)" />
          <meta name="theme-color" content="#15171a" media="(prefers-color-scheme: dark)" />
          <link rel="manifest" href="/manifest.webmanifest" />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          {assets}
        </head>
        <body>{scripts}</body>
      </html>
    )}
  />
))
