/** The words that tell what kind of task a request is: English, German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese, Korean, some Dutch, Polish and Turkish. */
import type { TaskType } from './taskProfile.ts'
import { vocabulary } from './vocabulary.ts'

/** Orders and forms of asking: the one that comes first counts most. */
export const ORDERS = vocabulary<TaskType>({
  generation: `build, create, make, generate, implement, develop, scaffold, write, code a, code an, code me, code up, program a, program an, produce, put together, give me a, give me an, launch, we want to launch, we need, a website, an app, set up, bootstrap, prototype, draft, i want, i need, i would like, need a, design,
    baue, bau, bauen, erstelle, erstell, erstellen, entwickle, entwickeln, programmiere, programmieren, schreibe, schreib, schreiben, implementiere, implementieren, generiere, generieren, mach mir, ich brauche, ich mochte, ich hatte gern, ich will, wir brauchen,
    cree, creer, creez, construis, construire, construisez, developpe, developper, developpez, genere, generer, ecris, ecrire, ecrivez, fais, faire, realise, realiser, programme, programmer, implemente, implementer, j'ai besoin, je veux, je voudrais, j'aimerais, nous avons besoin, fabrique,
    crea, crear, creame, construye, construir, desarrolla, desarrollar, genera, generar, escribe, escribir, haz, hazme, hacer, programa, programar, implementa, implementar, necesito, quiero, quisiera, me gustaria, necesitamos, realiza,
    crie, criar, construa, desenvolva, desenvolver, gere, gerar, escreva, escrever, faca, fazer, monte, preciso de, quero, gostaria, precisamos, implemente,
    creare, costruisci, costruire, sviluppa, sviluppare, generare, scrivi, scrivere, fai, fare, realizzare, realizza, programmami, ho bisogno, voglio, vorrei, mi serve, ci serve, implementare,
    создай*, создать, сделай*, сделать, построй*, разработай*, разработать, напиши*, написать, сгенерируй*, реализуй*, реализовать, нужно приложение, нужен, нужна, нужно, хочу, хотелось бы,
    putting together, feat, feature request, mvp for, mvp, poc, proof of concept, clone of, spin me up, cook up, throw together, hack together, knock up, sketch out, mock up, boilerplate for, starter for, template for, as a user i, user story, build out, code me, gimme a, need an, want an, need some, want some, could use a, we're building, i'm building,  whip up, spin up, we want, i'd like, would like a, would love, looking for a, gimme, lets build, let's build, let's do, let's make, أنشئ, انشئ, اصنع, اكتب, صمم, ابن, أريد, برمج, बनाओ, बनाएं, बनाइए, लिखो, tao, xay dung, viet, buat, buatkan, maak, bouw, schrijf, ontwikkel, stworz, zbuduj, napisz, utworz, olustur, yap, yaz, gelistir,
    创建, 建立, 开发, 做一个, 做个, 构建, 生成, 编写, 写一个, 写个, 实现, 搭建, 制作, 开发一个, 建一个, 帮我写, 帮我做, 我想要, 我需要, 想要一个, 需要一个,
    作成して, 作って, 作りたい, 作ってください, 構築して, 開発して, 実装して, 生成して, 書いて, 作成し, がほしい, が欲しい, が必要, を作る, 作れ,
    만들어, 만드세요, 만들고, 개발해, 작성해, 생성해, 구현해, 제작해, 구축해, 짜줘, 짜 줘, 필요해, 필요합니다, 원해`,
  edit: `add, change, update, rename, remove, delete, replace, move, refactor*, convert, migrate, extend, adjust, extract, switch, modify, turn, restyle, rewrite, make it, make the, make this, increase, decrease, swap, split, upgrade, port, translate the, simplify, optimize, optimise, clean up, tweak, enable, disable, center, align, integrate, hook up, wire up, wire, get rid of, tidy up, tidy, kill the, drop the, hide, show, disable, bump, dedupe, deduplicate, inline, reorder, resize, shrink, widen, reword, rephrase, swap out, turn into, make sure, ensure, allow users, i'd like the, want the, chore, refactor, cleanup, lint, reformat, format the, lazy load, memoize, cache the, translate the, localize,  let users, let the, allow, i want the, we need the, turn it,
    fuge, andere, andern, aktualisiere*, ersetze*, entferne*, losche*, benenne, umbenennen, erweitere*, verschiebe*, refaktoriere*, refactore, passe, anpassen, mache den, mache die, mache das, mach den, mach die, mach das, stelle, hinzufugen, erganze*, wandle, optimiere, vereinfache, baue in, lagere, lass, ermogliche, erlaube, vergrosser*, verkleiner*, einbauen, umbauen, setzen, ausblenden, einblenden, mache, mach, setze,
    ajoute, ajouter, ajoutez, modifie, modifier, modifiez, change, changer, changez, remplace*, supprime*, renomme*, deplace*, refactorise*, mets, mettre, convertis, convertir, rends, enleve, retire, extrais, simplifie, optimise, agrandis, reduis, permets, fais en sorte, diminue,
    anade, anadir, agrega, agregar, cambia, cambiar, modifica, modificar, reemplaza*, elimina, eliminar, renombra*, mueve, refactoriza*, actualiza, actualizar, actualice, convierte, convertir, quita, pon, extrae, simplifica, migra, optimiza, haz que, permite, aumenta, reduce, agranda,
    adicione, adicionar, altere, alterar, mude, mudar, substitua, substituir, remova, remover, renomeie, mova, refatore*, atualize*, converta, troque, coloque, extraia, simplifique, otimize, acrescente, permita, faca com que, deixe, aumente, diminua, migre,
    aggiungi, aggiungere, cambiare, modificare, sostituisci, rimuovi, rimuovere, rinomina, sposta, rifattorizza*, aggiorna, aggiornare, aggiornate, converti, togli, metti, estrai, semplifica, ottimizza, trasforma, permetti, fai in modo, ingrandisci,
    добавь*, добавить, измени*, замени*, удали*, переименуй*, обнови*, перенеси*, отрефактори*, рефактор*, убери*, поменяй*, переделай*, перепиши*, вынеси*, упрости*, увеличь, уменьши, сделай так, переведи, разреши, позволь,
    أضف, غير, غيّر, احذف, استبدل, عدّل, जोड़ें, जोड़ो, बदलो, बदलें, हटाओ, them, thay doi, tambahkan, ubah, voeg, verander, wijzig, verwijder, hernoem, dodaj, zmien, usun, ekle, degistir, kaldir,
    添加, 增加, 修改, 更改, 替换, 删除, 重构, 更新, 重命名, 改成, 改为, 换成, 移除, 加上, 加一个, 加入, 把, 移动, 提取, 优化, 让用户, 支持, 调大, 调小, 改一下,
    追加して, 変更して, 修正して, 置き換えて, 削除して, リファクタ, 更新して, 変えて, 移動して, 改名, リネーム, 抽出して, 追加し, にして, 最適化して, できるように, 大きくして, 小さくして, 対応して,
    추가해, 추가하, 변경해, 수정해, 삭제해, 바꿔, 바꾸, 리팩터, 리팩토, 업데이트해, 제거해, 옮겨, 교체해, 분리해, 최적화해, 할 수 있게, 할 수 있도록, 크게 해, 넣어`,
  debug: `fix, debug, root cause, find the cause, finde die ursache, die ursache, trouve la cause, encuentra la causa, encontre a causa, trova la causa, найди причин*, найти причин*, разобраться, 找出原因, 找到原因, 原因を突き止め, 원인을 찾, solve, repair, resolve, troubleshoot, investigate, figure out why, find the bug, find out why, diagnose, track down,
    behebe*, behebst, beheben, repariere*, reparieren, debugge*, lose, korrigiere, finde den fehler, untersuche warum,
    corrige, corriger, corrigez, repare, reparer, debogue*, debugue*, resous, resoudre, trouve le bug, trouve l'erreur,
    arregla*, corregir, repara*, depura*, resuelve, soluciona*, encuentra el error,
    conserta*, conserte, corrija, corrigir, depure, resolva, encontre o erro, arrume, arruma,
    correggi*, correggere, ripara, sistema, risolvi, trova l'errore, trova il bug, aggiusta,
    исправ*, почини*, отлад*, найди ошибк*, устрани*, разберись почему, пофикси*,
    bugfix, hotfix, any idea why, any ideas why, no idea why, users report, users complain, customers report, customer says, getting an error, i get, i'm getting, we get, we're seeing, we see, keeps crashing, keeps failing, halp, help me debug, repro, steps to reproduce, any idea what, any ideas what, what is going on, what's going on, was ist da los, que se passe, que esta pasando, que pasa con, o que esta acontecendo, cosa succede, в чем проблема, 怎么回事, どうなって, expected behavior, expected behaviour, actual behavior, sort it out, sort this out, make it work, get it working, what's wrong, what is wrong, help me fix, please help, أصلح, أصلحه, صلح, ठीक, sua loi, perbaiki, repareer, los op, napraw, duzelt,
    修复, 修一下, 调试, 排查, 解决, 修好, 修正这个错误, 找出错误,
    直して, デバッグ, バグを修正, エラーを修正, 不具合を修正, 原因を調べ, 解決して, 修復,
    고쳐, 고치, 디버그, 디버깅, 해결해, 오류를 수정, 버그를 수정, 에러를 수정, 버그 수정, 오류 수정`,
  review: `review, audit, critique, assess, evaluate, inspect, check this, check my, check the, look over, give feedback, give me feedback, feedback on, code review, rate, what do you think of, any issues with, anything wrong with, is this code, is my code, security review, proofread, find vulnerabilities, spot problems, look for, vet, point out, find security, roast, roast my, nitpick, sanity check, sanity-check, second pair of eyes, thoughts on, any thoughts, thoughts, what's your take, your opinion, be honest, lgtm, ok to merge, ready to merge, safe to merge, ready for production, how could i improve, how can i improve, critique my, smells, anything off, look right, would you merge, would you approve, would you ship, is this idiomatic, take a look at, have a look at, what could be better, what can i improve, could i improve, any problems, any security, anything i should improve, best practices, is this a good, does this follow, follows best, is this safe, is this secure, is this correct, something wrong with, idiomatic, what do you make of, haltst du, was sagst du zu, passt das so, ist das so, druber schauen, schau mal, que penses, tu en penses, vous en pensez, qu'en penses, que te parece, que piensas de, mejorarias, o que acha, voce melhoraria, che ne pensi, miglioreresti, что думаешь, что скажешь, как тебе,
    uberprufe*, begutachte*, einen blick auf, blick werfen, besser machen kann, besser machen konnte, prufe*, bewerte*, review mal, kontrolliere, durchsehen, schau dir, schau dir mal, auditiere, sieh dir, ansehen, anschauen, verbessern kann, verbessern konnte, verbesserungsvorschlage, beurteile,
    relis, relire, revise, reviser, examine*, evalue*, audite*, verifie*, analyse ce code, analyse mon code, critique ce, donne ton avis, donne-moi ton avis, passe en revue, inspecte, jette un oeil, jeter un oeil, regarde mon code, regarder mon code, que puis-je ameliorer, ameliorer dans, critique,
    revisa*, audita*, evalua*, analiza este codigo, analiza mi codigo, comprueba, que opinas, dame tu opinion, echa un vistazo, echar un vistazo, que puedo mejorar, que mejorar, hay algo mal, examina,
    revise, revisar, audite, avalie, avaliar, analise este codigo, analise meu codigo, analise o codigo, verifique, o que voce acha, de sua opiniao, faca uma revisao, faca um code review, dar uma olhada, de uma olhada, o que posso melhorar, algum problema,
    rivedi, revisiona*, controlla*, valuta*, esamina*, verifica*, analizza questo codice, analizza il codice, cosa ne pensi, dammi un parere, dai un'occhiata, fai una review, fai una revisione, fai un audit, dare un'occhiata, cosa posso migliorare, migliorare,
    проверь*, оцени*, ревью, сделай ревью, проведи ревью, проведи аудит, проанализируй код*, посмотри код*, посмотри мой, глянь, взгляни, что можно улучшить, как улучшить, проаудит*, просмотри*,
    راجع, समीक्षा, tinjau, beoordeel, controleer, sprawdz, przejrzyj, incele, gozden gecir,
    审查, 评审, 检查, 审核, 代码审查, 看看这段代码, 看一下这段代码, 评估, 有什么问题, 有没有问题, 审阅, 点评, 帮我看看, 看看我的代码, 哪里可以改进, 可以改进, 有没有安全,
    レビューして, レビューを, コードレビュー, 確認して, チェックして, 評価して, 監査, 見てください, 見直して, 点検, 指摘して, 改善点, 見てもらえ, 見てくれ, 問題はありますか, 問題ないか,
    리뷰해, 검토해, 코드 리뷰, 점검해, 평가해, 감사해, 봐줘, 봐 줘, 확인해, 검사해, 개선할, 문제가 있는지`,
  documentation: `document, write documentation, write docs, write the docs, add comments, add jsdoc, add docstrings, write a readme, create a readme, generate documentation, write a changelog, write a guide, docs needed, need docs, needs docs, update the readme, write up, javadoc, comment the, comment this, comment my, annotate, explain in a readme, in a readme, in the readme, describe the api, docs for, documentation for,
    dokumentiere*, dokumentieren, kommentiere*,
    documente*, documenter, redige la documentation, redige un readme, commente, 
    documenta, documentar, comenta, redacta,
    documente, comente,
    documentare, commenta,
    задокументируй*, документируй*, опиши api, прокомментируй*,
    documenteer, udokumentuj, belgele,
    写文档, 编写文档, 添加注释, 写注释, 写一份文档, 撰写, 文档化, 写说明, 生成文档,
    ドキュメント化, ドキュメントを書, ドキュメントを作, コメントを追加, 文書化, 説明書を, ドキュメントを生成,
    문서화, 문서를 작성, 주석을 추가, 문서 작성, 주석을 달아, 문서를 만들`,
  architecture: `architect, design the architecture, design an architecture, design a system, design the system, design the database, design a database, design a schema, design the schema, design a data model, design the data model, propose an architecture, propose a system design, plan the architecture, outline an architecture, how should i structure, how should we structure, how would you architect, recommend a structure, suggest a structure, propose a structure, how would you design, how should we design, how should i design, design a scalable, design a distributed, design a microservice*, design an api, design the api, design an event, sketch the architecture, recommend an architecture, suggest an architecture, rfc, design doc, tech spec, technical design, high level design, high-level design, how would u, how would i, how do we scale, how to scale, how do i scale, how should the, what's the best architecture, what architecture, what stack, which stack, which database should, how to architect, how to structure, how to organize, how to organise, system for handling, choose between, should we use, monolith or,
    entwirf, entwerfe, entwerfen, konzipiere*, plane die architektur, wie wurdest du, schlage eine architektur, architektur fur, skizziere,
    concois, concevoir, concevez, propose une architecture, proposez une architecture, architecture pour, comment structurer, planifie l'architecture, imagine l'architecture,
    disena la arquitectura, disena una arquitectura, disena un sistema, disena el sistema, disena el esquema, disenar la arquitectura, propon una arquitectura, propone una arquitectura, arquitectura para, como estructurar, como estructuraria*, planifica la arquitectura,
    projete, projetar, proponha uma arquitetura, arquitetura para, como estruturar, desenhe a arquitetura, planeje a arquitetura, desenhe uma arquitetura,
    progetta, progettare, proponi un'architettura, architettura per, come strutturare, pianifica l'architettura, delinea,
    спроектируй*, спроектировать, предложи архитектур*, продумай архитектур*, опиши архитектур*, разработай архитектур*,
    ontwerp de architectuur, zaprojektuj architektur*, mimari tasarla,
    设计架构, 系统设计, 架构设计, 设计一个系统, 设计数据库, 设计一个可扩展, 架构方案, 设计一套, 如何架构, 设计一个高, 设计一个分布式, 规划架构, 的架构, 技术选型,
    アーキテクチャを設計, システム設計, 設計して, アーキテクチャを提案, 構成を提案, データベース設計, アーキテクチャを考え, 設計を考え, 設計案,
    아키텍처를 설계, 설계해, 시스템 설계, 아키텍처를 제안, 구조를 제안, 아키텍처 설계, 설계하`,
  triage: `triage, classify, categorize, categorise, prioritize, prioritise, label, route this, route these, assign a severity, assign a priority, assign severity, sort these, rank these, p0 or, sev1, sev 1, severity level, priority level, who should handle, who should own, assign to, bucket these, sort into, spam or not, is this urgent, what category, which category, tag each, label each, put these in, put each, route to, which label, which team, which department, which queue, what severity, what priority, how urgent, determine the severity, determine the priority, decide which, tag these, tag this, group these, is this a bug or, bug or feature, spam or,
    klassifiziere*, kategorisiere*, priorisiere*, ordne, in welche kategorie, welche kategorie, welches team, welche abteilung, wie dringend, sortiere diese, triagiere, stufe, weise zu,
    dans quelle categorie, quelle categorie, classe, classer, classez, classifie*, categorise*, priorise*, trie, trier, triez, quelle equipe, quel service, quelle priorite, hierarchise, attribue une priorite, etiquette,
    clasifica*, categoriza*, prioriza*, ordena, que categoria, que equipo, que departamento, etiqueta, asigna una prioridad, que prioridad, asigna prioridad,
    classifique, classificar, categorize, priorize, qual equipe, qual departamento, qual time, rotule, atribua uma prioridade, qual a prioridade, faca a triagem, ordene,
    classifica*, categorizza*, assegna una priorita, quale team, quale reparto, ordina, smista, dai priorita, etichetta, dai una priorita, quale priorita,
    классифицируй*, приоритизируй*, расставь приоритет*, определи приоритет*, определи категори*, к какой команде, какой команде, отсортируй*, распредели*, рассортируй*,
    classificeer, sklasyfikuj, siniflandir, onceliklendir,
    分类, 归类, 优先级, 分级, 分派给, 哪个团队, 哪个部门, 打标签, 严重程度, 分诊, 排序这些,
    分類して, 分類し, 優先順位, 優先度, トリアージ, どのチーム, 振り分け, 仕分け, 重要度, ラベル付け,
    분류해, 분류하, 우선순위, 어느 팀, 어떤 팀, 심각도, 라벨을, 트리아지, 우선 순위`,
  question: `eli5, wtf is, whats, hows, wheres, whys, diff between, explain like, is it ok, is it worth, can someone, can anyone, does anyone, anyone know, wondering, curious, quick question, whats the, tldr, tl;dr, meaning of, what, why, how, when, where, which, who, is there, are there, is it, does, do i, do you, can i, can you explain, could you explain, should i, explain, compare, tell me, describe how, difference between, summarize, summarise, help me understand, define, list the, give me an example, what is, how do, how does, walk me through, teach me, i wonder, is typescript, is react, translate this,
    was, warum, wieso, weshalb, wie, wann, wo, welche, welcher, welches, erklare*, erklar*, vergleiche*, unterschied zwischen, gibt es, ist es, kannst du erklaren, fasse, nenne, wofur, beschreibe,
    pourquoi, comment, quel, quelle, quels, quelles, qu'est, que signifie, explique*, expliquer, compare, c'est quoi, est-ce, difference entre, resume, a quoi sert, quand, decris, peux-tu expliquer,
    por que, como, cual, cuales, que es, que son, cuando, donde, explica, explicame, explicar, compara, diferencia entre, resume, para que sirve, que diferencia, cuentame, dime, describe,
    o que, por que, qual, quais, quando, onde, explique, explicar, compare, diferenca entre, resuma, para que serve, descreva, me explique,
    cosa, che cos'e, che cosa, perche, come, quale, quali, quando, dove, spiega*, spiegami, confronta, differenza tra, riassumi, a cosa serve, descrivi, cos'e,
    что, почему, зачем, как, когда, где, какой, какая, какие, чем, объясни*, расскажи*, сравни*, в чем разница, в чем, опиши,
    ما, كيف, لماذا, اشرح, هل, क्या, कैसे, क्यों, समझाओ, apa, bagaimana, mengapa, jelaskan, la gi, tai sao, giai thich, wat, waarom, hoe, leg uit, co to, dlaczego, jak, wyjasnij, nedir, neden, nasil, acikla,
    什么是, 是什么, 为什么, 怎么, 如何, 区别, 解释, 有什么不同, 哪个更, 请问, 介绍一下, 说明一下, 比较, 什么时候, 总结, 的作用, 吗,
    とは, なぜ, どうして, 違い, 説明して, 教えて, どのように, どうやって, 何ですか, ですか, 比較して, いつ, 要約して, どちら,
    무엇, 뭐야, 뭔가요, 왜, 어떻게, 차이, 설명해, 알려줘, 알려 줘, 비교해, 언제, 인가요, 요약해, 무슨`,
})

/** What an order is about: turns a plain "write" or "create" into something narrower. */
export const OBJECTS = vocabulary<
  'documentation' | 'architecture' | 'review' | 'triage' | 'wholeProject' | 'part'
>({
  documentation: `wiki, description of, descriptions of, beschreibung der, documentacion, documentazione, documentacao, readme, readme md, documentation, docs, docstring, docstrings, jsdoc, tsdoc, changelog, api reference, user guide, user manual, onboarding guide, contributing guide, contributor guide, contribution guide, getting started guide, guide, tutorial, handbook, manual, faq page, contributing md, release notes, runbook, wiki page, man page, inline comments, code comments, adr, installation instructions, how-to guide, migration guide, developer guide,
    dokumentation, anleitung, handbuch, benutzerhandbuch, kommentare, dokumentationsseite, installationsanleitung, versionshinweise,
    commentaires, guide d'utilisation, guide d'installation, manuel, notes de version, guide utilisateur, mode d'emploi,
    documentacion, manual, guia de usuario, guia de instalacion, comentarios, notas de la version, guia de uso, guia de inicio,
    documentacao, manual do usuario, guia de instalacao, guia do usuario, notas de versao, guia de contribuicao,
    documentazione, manuale, guida utente, commenti, guida all'installazione, note di rilascio, guida per,
    документаци*, руководств*, инструкци*, комментарии, описание api,
    文档, 说明书, 使用手册, 用户手册, 注释, 更新日志, 使用说明, 安装指南, 开发指南, 自述文件,
    ドキュメント, マニュアル, 説明書, 手順書, リリースノート, ガイド, コメント, 仕様書, readmeを,
    문서, 설명서, 매뉴얼, 가이드, 주석, 변경 로그, 릴리스 노트`,
  architecture: `architecture, system design, architectural, data model, database schema, event-driven, microservice architecture, sharding, scaling strategy, high availability, disaster recovery, tech stack, technology stack, capacity plan, trade-offs, tradeoffs, deployment topology, domain model, migration strategy, bounded contexts, monolith, into services, legacy, event-driven architecture, load balancing, caching strategy, multi-region, infrastructure for,
    architektur, softwarearchitektur, systemarchitektur, systementwurf, datenmodell, datenbankschema, technologie-stack, skalierungsstrategie,
    conception du systeme, schema de base de donnees, modele de donnees, pile technologique, strategie de migration,
    arquitectura, diseno del sistema, modelo de datos, esquema de base de datos, esquema de la base de datos, diseno de sistema,
    arquitetura, modelo de dados, projeto de sistema, desenho do sistema, esquema do banco,
    architettura, modello dei dati, schema del database, progettazione del sistema,
    архитектур*, модель данных, схему базы данных, схема базы данных, проектирование систем*,
    架构, 系统设计, 数据模型, 数据库设计, 表结构, 数据库表结构, 技术选型, アーキテクチャ, システム設計, データモデル, データベース設計, 아키텍처, 시스템 설계, 데이터 모델, 데이터베이스 설계`,
  review: `review of, code review, security review, security audit, performance audit, accessibility audit, critique of, assessment of, pull request, code quality, code smells, vulnerabilities, best practices, revision de codigo, revisao de codigo, revue de code, codereview, sicherheitsprufung, revisione del codice, ревью кода, уязвимост*, pull-request, schwachstellen, vulnerabilidades, vulnerabilite*, vulnerabilita, problemas de seguridad, problemas de seguranca, problemi di sicurezza, failles, sicherheitslucken, 安全漏洞, 漏洞, 脆弱性, 보안 취약점, 취약점, セキュリティ上の問題`,
  triage: `complaint, complaints, customer message*, kundenmail, kundenmails, reclamation*, reclamo*, жалоб*, 投诉, クレーム, 불만, support ticket, support tickets, bug report, bug reports, github issue, github issues, incoming issue*, incident, incidents, tickets, customer complaint*, support request*, incoming emails, customer email*, feedback items, backlog, supportticket*, kundenanfrage*, fehlerberichte, fehlerbericht, rapport de bug, rapports de bug, demandes de support, ticket de soporte, tickets de soporte, informes de errores, chamado*, chamados de suporte, segnalazioni, richieste di assistenza, обращени*, тикет*, заявк*, 工单, 问题单, 客户投诉, 反馈, チケット, 問い合わせ, バグ報告, 티켓, 문의, 버그 리포트`,
  wholeProject: `portal, viewer, tracker, planner, calculator, chatbot, marketplace, crm, تطبيق, موقع, ऐप, uygulama, uygulamasi, aplikasi, aplikacja, aplikacje, roller, generator, app, application, website, web app, webapp, site, project, game, platform, landing page, tool, dashboard, service, server, clone, extension, bot, cli, library, package, api, script, portfolio, store, shop, blog, anwendung, webseite, website, spiel, plattform, application, jeu, site web, plateforme, aplicacion, sitio, juego, pagina web, plataforma, aplicativo, jogo, applicazione, sito, gioco, piattaforma, приложени*, сайт*, игр*, 应用, 网站, 游戏, 平台, 小程序, アプリ, サイト, ゲーム, 앱, 웹사이트, 게임, 사이트`,
  part: `existing, current, this file, this component, this function, this code, this page, this class, this module, the header, the footer, the sidebar, the navbar, the button, the component, the function, the page, the project, my app, my project, my code, our app, our code, our project, the app, the existing, bestehende*, vorhandene*, meine app, meiner app, mein projekt, meinem projekt, diese funktion, diese komponente, existant*, mon application, mon projet, mon app, cette fonction, ce composant, existente*, mi aplicacion, mi proyecto, mi app, esta funcion, este componente, meu aplicativo, meu projeto, meu app, esta funcao, esistente*, mia app, mio progetto, questa funzione, questo componente, существующ*, мое приложение, моем приложении, моего приложения, эту функцию, этот компонент, 现有, 我的应用, 我的项目, 这个函数, 这个组件, 这段代码, 既存, このコード, この関数, このコンポーネント, このアプリ, 기존, 이 코드, 이 함수, 이 컴포넌트, 내 앱`,
})

/** Signs that something is broken. */
export const SYMPTOMS = vocabulary<'symptom'>({
  symptom: `disparait, disparaissent, se declenche deux, verschwinden, desaparecen, desaparecem, scompaiono, пропада*, исчезают, deadlock, deadlocks, 一直, 转圈, 不能, 打不开, 丢失, 点不了, 没有显示, できない, できません, 消えて, 消えました, 멈춰요, 안 열려, 사라졌, perco, pierdo, brokn, by itself, stays blank, stays empty, remains empty, remains blank, no longer starts, einfach nichts, bleibt weiss, bleibt stehen, se ferme tout*, reste fige*, se cierra*, se congela*, se reinicia*, queda vacia, fecha sozinho, fecha sozinha, fica em branco, si chiude*, resta vuot*, resta bianc*, rimane vuot*, выкидывает, не приходит, कुछ नहीं, لا تظهر, not updating, not rendering, not saving, not loading, not firing, in a loop, لا يعمل, خطأ, काम नहीं, calismiyor, hata, nie dziala, werkt niet, kapot, khong hoat dong, tidak berfungsi, bug, bugs, broken, crash, crashes, crashed, crashing, error, errors, exception, doesn't work, does not work, don't work, not working, isn't working, stopped working, doesnt, dosent, doesnt work, isnt working, wont, cant, didnt work, borked, busted, janky, glitch, glitchy, laggy, unresponsive, goes blank, gone blank, off by one, nan, keeps, sometimes, randomly, no longer, won't, fails, failing, failed, stack trace, stacktrace, traceback, undefined is not, cannot read, can't read, is not a function, is not defined, infinite loop, memory leak, race condition, deadlock, segfault, hangs, freezes, blank page, white screen, nothing happened, breaks, breaking, missing, wrong, tests are red, is red, stuck, 401, 403, 500, 502, uncaught, unhandled, leak, leaking, slow down, problem with, stopped, doesn't show, not showing, doesn't load, not loading, doesn't update, lost, duplicated, typeerror, referenceerror, syntaxerror, nullpointerexception, unexpected token, wrong result, incorrect, 404, 500 error, regression, flickers, module not found, nothing happens, does nothing, returns undefined, returns null, is null, twice instead, out of memory, timeout error, cors error, cors, hydration,
    fehler, fehlermeldung, funktioniert nicht, geht nicht, sturzt ab, absturz, kaputt, hangt, falsch, klappt nicht, weisse seite, leere seite, endlosschleife, speicherleck, passiert nichts, nichts passiert, bleibt leer, bleibt weiss, reagiert nicht, wird nicht, ladt nicht, wirft,
    erreur, erreurs, ne fonctionne pas, ne fonctionne plus, ne marche pas, ne marche plus, plante, plantage, casse, bogue, page blanche, boucle infinie, fuite de memoire, rien ne se passe, reste blanche, reste vide, ne s'affiche, ne repond, ne charge, probleme, bloque, renvoie une erreur,
    no funciona, falla, fallo, se cuelga, se rompe, roto, excepcion, pantalla en blanco, bucle infinito, fuga de memoria, da error, lanza un error, en blanco, no pasa nada, no aparece, no carga, no se muestra, no responde, dejo de funcionar, ha dejado de, problema, se queda, el error,
    nao funciona, falha, trava, travando, quebrado, quebrou, excecao, erro, erros, tela branca, loop infinito, vazamento de memoria, nao acontece nada, nada acontece, nao aparece, nao carrega, em branco, problema, nao responde, parou de funcionar,
    non funziona, errore, errori, si blocca, crasha, va in crash, rotto, eccezione, pagina bianca, ciclo infinito, perdita di memoria, non succede nulla, non succede niente, non si carica, non appare, in bianco, problema, non risponde, smette di funzionare,
    ошибк*, не работа*, падает, вылетает, сломал*, баг, баги, зависает, исключени*, бесконечн* цикл*, утечк* памяти, белый экран, пустая страница, ничего не происходит, перестал*, не отображ*, не загруж*, не открыва*, не сохраня*, белая страница, проблема, крашится,
    报错, 错误, 不工作, 崩溃, 出错, 异常, 失败, 白屏, 不起作用, 没反应, 死循环, 内存泄漏, 无法, 没有反应, 空白, 不显示, 加载不出, 失效, 问题出在, 卡住, 闪退, bug,
    エラー, バグ, 動かない, 動きません, 動作しない, クラッシュ, 落ちる, 落ちます, 表示されない, 表示されません, 失敗, 真っ白, 無限ループ, メモリリーク, 不具合, 例外, 何も起きない, 何も起こらない, 反応しない, 真っ白, 止まる, 遅くなる, おかしい,
    오류, 버그, 에러, 작동하지, 동작하지, 안 돼, 안돼, 안 됩니다, 안됩니다, 충돌, 깨져, 멈춰, 멈춥니다, 죽어, 예외, 무한 루프, 메모리 누수, 하얗게, 아무 일도, 아무 반응, 나오지 않, 안 나와, 안 됨, 표시되지, 실패`,
})

/** What joins how it is to how it ought to be. */
export const CONTRASTS = vocabulary<'contrast'>({
  contrast: `when i, when u, when you, when users, sobald ich, wenn man, cuando, quando, когда, on safari, on firefox, on ios, on iphone, in prod, in production, when i press, when i click, when u click, when i open, beim klick*, wenn ich, quand je, lorsque je, al abrir, al hacer, al pulsar, ao clicar, ao abrir, quando clicco, quando apro, при нажатии, после входа, когда я, 点击, 押すと, 押しても, クリックすると, 클릭하면, 누르면, but, instead of, even though, although, expected, supposed to, yet, disappears, disappeared, vanishes, resets, jumps, overlaps, flashes, twice, double, slow, empty, gone, weird, strange, odd, since i, since we, after i, after updating, after upgrading, aber, statt, anstatt, obwohl, verschwindet, langsam, leer, seit, mais, au lieu de, alors que, disparait, lent, vide, depuis, pero, en vez de, aunque, desaparece, lento, vacio, desde que, mas, em vez de, embora, some, vazio, ma, invece di, anche se, scompare, vuoto, dopo aver, но, вместо, хотя, исчезает, медленно, после, 但, 却, 而不是, 消失, 很慢, 之后, のに, ではなく, 消える, 遅い, しまう, なのに, 하지만, 대신, 사라져, 느려, 인데`,
})

/** How a thing is to behave: with files at hand, a change to them. */
export const WISHES = vocabulary<'wish'>({
  wish: `should, should be able, users can, must, needs to, need to be, has to, support, handle, ought to, soll, sollen, sollte, muss, doit, devrait, doivent, debe, deberia, deben, deve, devem, deveria, dovrebbe, devono, должен, должна, должно, должны, нужно чтобы, 应该, 需要, 要能, べき, 必要, ようにしたい, 해야, 되어야`,
})

/** "Why does it not …?" reports a fault, whatever the verb. */
export const WHY_NOT = vocabulary<'why' | 'not'>({
  why: `why, how come, warum, wieso, weshalb, pourquoi, por que, porque, perche, почему, waarom, dlaczego, neden, لماذا, क्यों, 为什么, 为何, なぜ, どうして, 왜`,
  not: `nothing, nichts, rien, nada, nulla, niente, ничего, никто, cannot, not, no longer, never, isn't, doesn't, don't, won't, can't, nicht, kein*, nie, pas, plus, jamais, no, nunca, nao, non, mai, не, нет, niet, nie, degil, لا, नहीं, 不, 没, ない, ません, 안, 않, 못`,
})

/** Asking for advice rather than for knowledge. */
export const ADVICE = vocabulary<'advice'>({
  advice: `should, would, recommend, suggest, best way, good way, best approach, propose, sollte, sollten, wurde, empfiehl, beste weg, devrais, devrait, faudrait, recommande, conseille, meilleure facon, deberia, deberiamos, recomienda, recomiendas, mejor manera, mejor forma, deveria, recomenda, melhor maneira, melhor forma, dovrei, dovremmo, consigli, modo migliore, стоит ли, следует, лучше, посоветуй, 应该, 建议, 推荐, 最好, べき, おすすめ, 良いですか, 좋을까, 추천, 해야`,
})

/** Words that make a question or statement one about the asker's own program. */
export const OWN_PROGRAM = vocabulary<'own'>({
  own: `my, our, this, the app, the page, the button, the form, the server, the test, the tests, the build, mein, meine, meiner, meinem, unser, unsere, diese, dieser, dieses, der button, die app, mon, ma, mes, notre, ce, cette, l'application, le bouton, mi, mis, nuestro, nuestra, este, esta, la aplicacion, el boton, meu, minha, nosso, nossa, esse, essa, o botao, o aplicativo, mio, mia, nostro, questo, questa, il pulsante, l'app, мой, моя, мое, моем, моего, наш*, этот, эта, это, эту, кнопка, 我的, 我们的, 这个, 这段, 页面, 按钮, 私の, この, ボタン, 画面, 내, 우리, 이, 버튼, 화면`,
})
