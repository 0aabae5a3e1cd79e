/** Now, as a value that can be passed in: rules never read a clock themselves. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
