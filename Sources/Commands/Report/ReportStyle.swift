/// How the report looks: its colours for light and dark, and its shapes.
///
/// - Source: the six job colours are Paul Tol's "bright" scheme (technical note SRON/EPS/TN/09-002), which stays
///   distinct for colour-blind readers; its red is kept for failures, which are hatched as well.
enum ReportStyle {
    static let colours = """
        :root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#59636e;--line:#dfe3e8;--card:#f6f8fa;\
        --lane:#f1f3f5;--fail:#c4314b;--good:#1a7f37;--s0:#4477aa;--s1:#ccbb44;--s2:#aa3377;--s3:#228833;\
        --s4:#66ccee;--s5:#ee8866;--so:#a9afb6}
        @media(prefers-color-scheme:dark){:root{--page:#14171b;--ink:#e6e9ed;--soft:#9aa5b1;--line:#2d333b;\
        --card:#1c2127;--lane:#1e2329;--fail:#ff8296;--good:#56d364;--s0:#5b8fc4;--s2:#c2528f;--s3:#3a9a4a;\
        --so:#6f7883}}

        """

    static let picture = """
        svg.timeline,svg.timeline text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
        "Liberation Sans",sans-serif}
        .page{fill:var(--page)}.lane{fill:var(--lane)}.tick{stroke:var(--line);stroke-width:1}
        .timeline text{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
        .timeline text.core{text-anchor:end}.timeline text.key{font-size:12.5px;fill:var(--ink)}
        .timeline text.place{font-size:12px;font-weight:600;fill:var(--ink)}
        .s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}
        .s5{fill:var(--s5)}.so{fill:var(--so)}
        .timeline text.t0,.timeline text.t2,.timeline text.t3{fill:#fff}
        .timeline text.t1,.timeline text.t4,.timeline text.t5,.timeline text.to{fill:#14171b}
        @media(prefers-color-scheme:dark){.timeline text.t0,.timeline text.t2,.timeline text.t3{fill:#0d1117}}
        .timeline g:hover>rect{filter:brightness(1.12)}
        .going{fill-opacity:.6}.stopped{fill-opacity:.4}
        .x{fill:url(#hatch);stroke:var(--fail);stroke-width:1.6}
        .stripe{stroke:var(--fail);stroke-width:3}
        .fall{fill:var(--fail)}.gap{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:4 3}

        """

    /// A paused attempt's rectangle has its colour around it and nothing within.
    static let rest =
        ".rest{stroke-width:2;stroke-dasharray:5 3}"
        + (0...CourseShades.count).map(CourseShades.style).map {
            ".rest.\($0){fill:none;stroke:var(--\($0))}"
        }.joined() + "\n"

    /// Failed attempts carry stripes, so that no eye depends on the colour alone.
    static let hatch = """
        <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" \
        patternTransform="rotate(45)"><path class="stripe" d="M0 0V7"/></pattern></defs>

        """

    static let page = """
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",\
        Roboto,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1080px;margin:0 auto;padding:28px 20px 56px}
        h1{font-size:26px;line-height:1.2;margin:0;display:flex;flex-wrap:wrap;gap:12px;align-items:center;\
        letter-spacing:-.01em}
        h2{font-size:17px;margin:36px 0 10px}
        .pill{font-size:13px;font-weight:600;padding:3px 11px;border-radius:99px;letter-spacing:0;\
        border:1.5px solid currentColor}
        .good{color:var(--good)}.bad{color:var(--fail)}.soft{color:var(--soft)}
        .about{color:var(--soft);margin:8px 0 0;overflow-wrap:anywhere}
        code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:13px}
        .numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(156px,1fr));gap:12px;margin:24px 0 0}
        .numbers div{background:var(--card);border-radius:10px;padding:13px 16px}
        .numbers dt{color:var(--soft);font-size:13px}
        .numbers dd{margin:1px 0 0;font-size:22px;font-weight:600;line-height:1.3;letter-spacing:-.015em;\
        white-space:nowrap}
        .numbers dd+dd{white-space:normal;font-size:13px;font-weight:400;color:var(--soft);\
        letter-spacing:0;margin-top:2px}
        figure{margin:0}figcaption{color:var(--soft);font-size:13px;margin-top:6px}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0 0 10px;padding:0;font-size:13px}
        .legend li{display:flex;align-items:center;gap:7px;overflow-wrap:anywhere}
        .legend svg{flex:none}
        .wide{overflow-x:auto;-webkit-overflow-scrolling:touch}
        svg.timeline{display:block;width:100%;min-width:640px;height:auto}
        table{border-collapse:collapse;width:100%;font-size:14px}
        caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:6px}
        th{font-weight:600;color:var(--soft);font-size:13px;text-align:left;vertical-align:bottom}
        th,td{padding:6px 22px 6px 0;border-bottom:1px solid var(--line);white-space:nowrap}
        th:last-child,td:last-child{padding-right:0}
        td.n,th.n{text-align:right}tbody th{font-weight:500;color:var(--ink);font-size:14px}
        .name{max-width:22em;overflow:hidden;text-overflow:ellipsis}
        .meter{display:inline-block;width:90px;height:8px;border-radius:4px;background:var(--lane);\
        vertical-align:middle;margin-left:10px;overflow:hidden}
        .meter i{display:block;height:100%;background:var(--s0)}
        article{border-left:3px solid var(--fail);padding:1px 0 1px 14px;margin:0 0 16px}
        article h3{font-size:15px;margin:0}article p{margin:0;color:var(--soft);font-size:14px}
        pre{background:var(--card);border-radius:8px;padding:10px 13px;margin:8px 0 0;overflow-x:auto;\
        white-space:pre-wrap;overflow-wrap:anywhere}
        summary{cursor:pointer;color:var(--soft)}details>summary{margin-bottom:8px}
        footer{margin-top:44px;color:var(--soft);font-size:13px}
        @media(max-width:560px){main{padding:20px 14px 40px}h1{font-size:22px}.numbers dd{font-size:19px}\
        .numbers{grid-template-columns:1fr 1fr}svg.timeline{min-width:900px}}
        @media print{.wide{overflow:visible}}

        """
}
