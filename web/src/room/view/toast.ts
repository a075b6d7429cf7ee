/** Short messages: one at a time, removed after some seconds. */
import { useCallback, useEffect, useState } from "react";

const SHOWN_MS = 5_000;

export function useToast(): { toast: string; showToast: (words: string) => void } {
  const [toast, setToast] = useState({ words: "", at: 0 });
  useEffect(() => {
    if (toast.words === "") return undefined;
    const timer = setTimeout(() => setToast({ words: "", at: 0 }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  const showToast = useCallback((words: string) => setToast({ words, at: Date.now() }), []);
  return { toast: toast.words, showToast };
}
