namespace RebateFlow.Risk.Tests.Screening;

/// <summary>The words that the pairs are made of; invented, none is a company we know.</summary>
public sealed partial class NamePairs
{
    private static readonly string[] provinces = ["天津", "上海", "北京", "重庆"];

    private static readonly (string Province, string City)[] cities =
    [
        ("广东", "深圳"),
        ("广东", "东莞"),
        ("浙江", "宁波"),
        ("江苏", "苏州"),
        ("山东", "青岛"),
        ("福建", "厦门"),
        ("河北", "沧州"),
        ("辽宁", "大连"),
    ];

    private static readonly string[] brands =
    [
        "华远",
        "鑫达",
        "宏泰",
        "瑞丰",
        "盛嘉",
        "恒源",
        "隆昌",
        "诚辉",
        "联晨",
        "富祥",
        "博锋",
        "荣旭",
        "立鼎",
        "海悦",
        "安宇",
        "金晴",
        "万候",
        "天技",
        "永延",
        "和冶",
        "东方鑫",
        "新世达",
        "大宏远",
        "中瑞恒",
    ];

    private static readonly string[][] trades =
    [
        ["国际", "贸易"],
        ["进出口", "贸易"],
        ["电子", "科技"],
        ["精密", "机械"],
        ["新能源", "科技"],
        ["纺织", "服饰"],
        ["五金", "制品"],
        ["医疗器械", "贸易"],
        ["供应链", "管理"],
        ["塑胶", "模具"],
    ];

    /// <summary>Trades that the lexicon does not know: most of the language is not in it.</summary>
    private static readonly string[][] rareTrades =
    [
        ["渔具", ""],
        ["假发", "饰品"],
        ["烟花", "爆竹"],
        ["阀门", "管件"],
        ["卫浴", "洁具"],
        ["宠物", "窝垫"],
    ];

    private static readonly string[] nearSounds = ["兴欣", "中宗", "盛森", "世思", "晨成", "宁林"];

    private static readonly string[] soundAlikes =
    [
        "远院",
        "鑫欣",
        "鑫新",
        "宏鸿",
        "泰太",
        "瑞睿",
        "丰峰",
        "盛胜",
        "嘉佳",
        "恒衡",
        "源元",
        "隆龙",
        "诚成",
        "辉晖",
        "联连",
        "晨辰",
        "富福",
        "祥翔",
        "博勃",
        "荣融",
        "旭序",
        "立力",
        "海亥",
        "悦月",
        "安鞍",
        "宇羽",
        "达答",
        "华桦",
    ];

    private static readonly string[] lookAlikes =
    [
        "晴睛",
        "候侯",
        "技枝",
        "延廷",
        "冶治",
        "锋峰",
        "远运",
        "和利",
        "宏宠",
        "东柬",
        "源原",
    ];

    private static readonly string[] tradeSounds =
    [
        "贸茂",
        "易亿",
        "电店",
        "子籽",
        "机极",
        "械谢",
        "科棵",
        "服福",
        "金斤",
        "品聘",
        "料廖",
        "纺访",
        "理里",
        "具剧",
        "技计",
        "际纪",
        "国果",
        "织之",
        "饰式",
        "塑素",
        "胶交",
        "管馆",
    ];

    private static readonly string[] forms = ["有限公司", "有限责任公司", "股份有限公司"];

    private static readonly (string Simple, string Traditional)[] traditional =
    [
        ("远", "遠"),
        ("达", "達"),
        ("丰", "豐"),
        ("恒", "恆"),
        ("诚", "誠"),
        ("辉", "輝"),
        ("联", "聯"),
        ("锋", "鋒"),
        ("荣", "榮"),
        ("悦", "悅"),
        ("万", "萬"),
        ("华", "華"),
        ("东", "東"),
        ("国", "國"),
        ("际", "際"),
        ("贸", "貿"),
        ("电", "電"),
        ("进", "進"),
        ("机", "機"),
        ("纺", "紡"),
        ("织", "織"),
        ("饰", "飾"),
        ("疗", "療"),
        ("应", "應"),
        ("链", "鏈"),
        ("胶", "膠"),
        ("张", "張"),
        ("刘", "劉"),
        ("陈", "陳"),
        ("赵", "趙"),
        ("伟", "偉"),
        ("军", "軍"),
        ("丽", "麗"),
    ];

    private static readonly string[] latin =
    [
        "NORTH STAR TRADING",
        "GOLDEN BRIDGE ELECTRONICS",
        "PACIFIC WAVE TEXTILES",
        "SILVER PINE HARDWARE",
        "EASTERN GATE LOGISTICS",
        "BLUE HARBOUR FOODS",
    ];

    private static readonly string[] rivers = ["RIVER", "MOUNTAIN", "VALLEY"];

    private static readonly string[] persons =
    [
        "张伟国",
        "刘丽君",
        "陈建军",
        "赵志明",
        "王晓东",
        "李文华",
        "周海燕",
        "吴国强",
    ];
}
