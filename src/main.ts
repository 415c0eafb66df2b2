async function f(): Promise<void> {}
f();
export const x = 1 as unknown as string;
