// The entry for `import`. The code is in the file for `require`, so that the package contains it once.
export { startSandbox } from "#package/sandbox.cjs";
