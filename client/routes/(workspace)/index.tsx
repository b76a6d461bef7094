export { CallsPage as default } from '#client/workspace/calls-page.tsx'
