/** A word in passing: one at a time, gone by itself. */
import { useCallback, useEffect, useState } from "react";

const SHOWN_MS = 5_000;

export function useToast(): { toast: string; say: (words: string) => void } {
  const [toast, setToast] = useState({ words: "", at: 0 });
  useEffect(() => {
    if (toast.words === "") return undefined;
    const timer = setTimeout(() => setToast({ words: "", at: 0 }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  const say = useCallback((words: string) => setToast({ words, at: Date.now() }), []);
  return { toast: toast.words, say };
}
