// text.js
