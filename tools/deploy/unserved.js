/* global addEventListener, document, location, WORDS */

// What the page says where it cannot run: opened as a file, in a browser that knows no modules or does not understand
// these, or without a part of its program. It is a script of the old kind, in the language of old browsers, since modules
// are just what does not work there. It stands before them. Its words are put in by provide-unserved.ts.
(function (words) {
  var reason = null;
  if (location.protocol === 'file:') reason = 'unserved';
  else if (!('noModule' in document.createElement('script'))) reason = 'outdated_browser';

  function explain() {
    // Some browsers can be told to let files be modules, and not every failure keeps the page from running.
    if (!reason || document.getElementById('app').firstChild) return;
    var language = /^zh/.test(navigator.language) ? 'zh' : 'en';
    document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
    var main = document.createElement('main');
    // By its style object: the policy of the page lets no style sheet of a file in.
    main.style.cssText = 'max-width: 40em; margin: 15vh auto; padding: 0 1.5em; font: 1.1em/1.6 system-ui, sans-serif';
    var title = document.createElement('h1');
    var text = document.createElement('p');
    title.textContent = words[language][reason + '_title'];
    text.textContent = words[language][reason + '_text'];
    main.appendChild(title);
    main.appendChild(text);
    document.body.appendChild(main);
  }

  // Does not bubble where it is a script that could not be had.
  addEventListener(
    'error',
    function (event) {
      if (reason) return;
      if (event.target.tagName === 'SCRIPT') reason = 'unloaded';
      // A fault in the program itself, which runs in current browsers: they do not know what it is written in.
      else if (/\/assets\//.test(event.filename)) reason = 'outdated_browser';
    },
    true,
  );

  // Once the page has had its turn: it fills itself in a task of its own.
  addEventListener('load', function () {
    setTimeout(explain);
  });
})(WORDS);
