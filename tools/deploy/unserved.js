/* global addEventListener, document, location, WORDS */

// What the page says where it cannot run: opened as a file, or in a browser that knows no modules. It is a script of the
// old kind, in the language of old browsers, since modules are just what does not work there. Its words are put in by
// provide-unserved.ts.
(function (words) {
  var isFile = location.protocol === 'file:';
  if (!isFile && 'noModule' in document.createElement('script')) return;

  function explain() {
    // Some browsers can be told to let files be modules.
    if (document.getElementById('app').firstChild) return;
    var language = /^zh/.test(navigator.language) ? 'zh' : 'en';
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
    var main = document.createElement('main');
    // By its style object: the policy of the page lets no style sheet of a file in.
    main.style.cssText = 'max-width: 40em; margin: 15vh auto; padding: 0 1.5em; font: 1.1em/1.6 system-ui, sans-serif';
    var title = document.createElement('h1');
    var text = document.createElement('p');
    title.textContent = words[language][isFile ? 'unserved_title' : 'outdated_browser_title'];
    text.textContent = words[language][isFile ? 'unserved_text' : 'outdated_browser_text'];
    main.appendChild(title);
    main.appendChild(text);
    document.body.appendChild(main);
  }

  // Once the page has had its turn: it fills itself in a task of its own.
  addEventListener('load', function () {
    setTimeout(explain);
  });
})(WORDS);
