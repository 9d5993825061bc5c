// In the head, before anything is drawn: a class page that was made black stays so when it is loaded anew (board.js).
try {
  if (sessionStorage.getItem("werf blank")) document.documentElement.classList.add("zwart-aan");
} catch { /* not allowed here: it is shown */ }
