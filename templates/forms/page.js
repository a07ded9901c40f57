attend(document, JSON.parse(document.getElementById("rules").textContent));
