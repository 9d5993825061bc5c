// A wait that ends. Safari 15 has none of its own, and a school's oldest iPads stay at that: they would send no answer.
if (!AbortSignal.timeout) AbortSignal.timeout = (ms) => {
  const control = new AbortController();
  setTimeout(() => control.abort(), ms);
  return control.signal;
};
