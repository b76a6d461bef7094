export { MissedPage as default } from '#client/workspace/missed-page.tsx'
