using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Risk.Tests.Screening;

/// <summary>Makes the pairs by the rules of the README beside this; the draw is fixed.</summary>
public sealed partial class NamePairs
{
    private const int PairsPerRule = 22;

    private readonly List<NamePair> pairs = [];
    private uint state = 20_260_101;

    /// <summary>All pairs, rule by rule.</summary>
    public static IReadOnlyList<NamePair> All()
    {
        var made = new NamePairs();
        made.MakeSame();
        made.MakeDifferent();
        made.MakeHardOnes();
        return made.pairs;
    }

    private void MakeSame()
    {
        Companies(
            "S01",
            true,
            name => Spaced(FullWidth($"{name with { Region = "" }}")),
            latinToo: true
        );
        Companies("S02", true, name => Traditional($"{name}"));
        Companies("S03", true, name => $"{name.Brand}({name.Region}){name.Trade}{name.Form}");
        Companies("S04", true, name => $"{name with { Region = "" }}");
        Companies("S05", true, name => $"{name with { Form = Other(forms, name.Form) }}");
        Cities(
            "S06",
            (province, city, rest) => $"{province}{One(["", "省"])}{city}{One(["", "市"])}{rest}"
        );
        Companies("S07", true, name => $"{name with { Brand = Swap(name.Brand, soundAlikes) }}");
        Companies("S08", true, name => $"{name with { Brand = Swap(name.Brand, lookAlikes) }}");
        Companies("S09", true, name => $"{name with { Trade = Swap(name.Trade, tradeSounds) }}");
        Companies("S10", true, name => $"{name with { Trade = LeaveOut(name.Trade) }}");
        Companies("S11", true, name => $"{name with { Trade = SwapNeighbours(name.Trade) }}");
        Companies(
            "S12",
            true,
            name =>
                One([
                    $"{name.Region}{name.Second}{name.Brand}{name.First}{name.Form}",
                    $"{name.Region}{name.Brand}{name.Second}{name.First}{name.Form}",
                ])
        );
        Companies("S13", true, name => $"{name}{One(provinces)}分公司");
        Companies("S14", true, name => $"{name.Region}{name.Brand}{name.Trade}(集团){name.Form}");
        Companies(
            "S15",
            true,
            name =>
                $"{name with
        {
            Region = "",
            Form = Other(forms, name.Form),
            Brand = Swap(name.Brand, soundAlikes),
        }}"
        );
        Latins(
            "S16",
            true,
            name =>
                One([
                    $"{name} COMPANY LIMITED",
                    $"{Turned(name)} LTD.",
                    $"{LeaveOut(name)} Co., Ltd.",
                ])
        );
        Persons(
            "S17",
            true,
            name => One([$"{name[0]} {name[1..]}", Traditional(name), $"{name[..2]}　{name[2..]}"])
        );
        Companies("S18", true, name => $"{name with { Trade = Wrong(name.Trade) }}");
    }

    private void MakeHardOnes()
    {
        Companies("S19", true, name => $"{name with { Brand = Swap(name.Brand, nearSounds) }}");
        Rare("S20", true, name => $"{name with { Brand = Swap(name.Brand, soundAlikes) }}");
        Rare(
            "S21",
            true,
            name => $"{name with { Trade = LeaveOut(name.Trade), Region = One(["", name.Region]) }}"
        );
        Companies(
            "D13",
            false,
            name => $"{name.Region}{name.Brand}电气{name.Form}",
            name => $"{name.Region}{name.Brand}电器{name.Form}"
        );
        Rare(
            "D14",
            false,
            name => $"{name with { Brand = name.Brand + One(["达", "通", "美", "康"]) }}"
        );
        Rare(
            "D15",
            false,
            name =>
            {
                var trade = One(rareTrades.Where(t => t[0] != name.First).ToArray());
                return $"{name with { First = trade[0], Second = trade[1] }}";
            }
        );
    }

    private void MakeDifferent()
    {
        Companies("D01", false, name => $"{name with { Region = Other(provinces, name.Region) }}");
        Companies("D02", false, name => WithOtherTrade(name));
        Companies(
            "D03",
            false,
            name => $"{name with { Brand = $"{One(["兴", "凯", "美", "康"])}{name.Brand[1..]}" }}"
        );
        Companies(
            "D04",
            false,
            name => $"{name with { Brand = name.Brand + One(["达", "通", "美", "康"]) }}"
        );
        Companies(
            "D05",
            false,
            name => $"{name.Region}第二{name.Trade}厂",
            name => $"{name.Region}第一{name.Trade}厂"
        );
        Companies("D06", false, name => $"{name with { Brand = Turn(name.Brand) }}");
        Companies(
            "D07",
            false,
            name =>
                $"{name.Region}{name.Brand}{name.Trade}{One(["工程", "包装", "食品"])}{name.Form}"
        );
        Companies("D08", false, name => $"{name with { Brand = SwapAll(name.Brand) }}");
        Companies("D09", false, name => $"{name with { Brand = Other(brands, name.Brand) }}");
        Persons(
            "D10",
            false,
            name =>
                One([
                    $"{name[..2]}{One(["平", "芳", "刚"])}",
                    $"{name[0]}{One(["卫", "力", "见"])}{name[2]}",
                ])
        );
        Latins(
            "D11",
            false,
            name => $"{name.Split(' ')[0]} {One(rivers)} {name.Split(' ')[2]} CO., LTD."
        );
        Companies(
            "D12",
            false,
            name => $"{name.Brand}({Other(provinces, name.Region)}){name.Trade}{name.Form}",
            name => $"{name.Brand}({name.Region}){name.Trade}{name.Form}"
        );
    }

    private sealed record Name(
        string Region,
        string Brand,
        string First,
        string Second,
        string Form
    )
    {
        private readonly string? trade;

        public string Trade
        {
            get => trade ?? First + Second;
            init => trade = value;
        }

        public override string ToString() => $"{Region}{Brand}{Trade}{Form}";
    }

    private void Companies(
        string rule,
        bool isSame,
        Func<Name, string> right,
        Func<Name, string>? left = null,
        bool latinToo = false,
        string[][]? ofTrades = null
    )
    {
        for (var made = 0; made < PairsPerRule; )
        {
            var trade = One(ofTrades ?? trades);
            var name = new Name(One(provinces), One(brands), trade[0], trade[1], One(forms));
            if (latinToo)
                name = name with { Brand = $"{name.Brand}{One(["ABC", "K2", ""])}" };
            var (one, other) = ((left ?? (n => $"{n}"))(name), right(name));
            if (one == other)
                continue; // The rule found nothing to change in this one.
            pairs.Add(new NamePair(rule, NameKind.Company, one, other, isSame));
            made++;
        }
    }

    private void Rare(string rule, bool isSame, Func<Name, string> right) =>
        Companies(rule, isSame, right, ofTrades: rareTrades);

    private void Cities(string rule, Func<string, string, string, string> right)
    {
        for (var made = 0; made < PairsPerRule; made++)
        {
            var ((province, city), trade) = (One(cities), One(trades));
            var rest = $"{One(brands)}{trade[0]}{trade[1]}{One(forms)}";
            pairs.Add(
                new NamePair(
                    rule,
                    NameKind.Company,
                    $"{city}{rest}",
                    right(province, city, rest),
                    true
                )
            );
        }
    }

    private void Latins(string rule, bool isSame, Func<string, string> right)
    {
        for (var made = 0; made < PairsPerRule; made++)
        {
            var name = One(latin);
            pairs.Add(
                new NamePair(
                    rule,
                    NameKind.Company,
                    $"{name} CO LTD",
                    right(name).Replace(",", "，"),
                    isSame
                )
            );
        }
    }

    private void Persons(string rule, bool isSame, Func<string, string> right)
    {
        for (var made = 0; made < PairsPerRule; made++)
        {
            var name = One(persons);
            pairs.Add(new NamePair(rule, NameKind.Person, name, right(name), isSame));
        }
    }

    private string WithOtherTrade(Name name)
    {
        var other = trades.Where(trade => trade[0] != name.First).ToArray();
        var trade = One(other);
        return $"{name with { First = trade[0], Second = trade[1] }}";
    }

    private string Swap(string text, string[] alikes)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var found = alikes.Where(pair => pair.Contains(text[i])).ToArray();
            if (found.Length > 0)
                return text.Remove(i, 1).Insert(i, One(found).Trim(text[i]));
        }
        return text;
    }

    private string SwapAll(string text)
    {
        if (text.Length != 2 || !text.All(c => soundAlikes.Any(pair => pair.Contains(c))))
            return text;
        return string.Concat(text.Select(c => Swap($"{c}", soundAlikes)));
    }

    private string LeaveOut(string text) => text.Remove(Below(text.Length), 1);

    private string Wrong(string text)
    {
        var place = Below(text.Length);
        return text.Remove(place, 1).Insert(place, One(["口", "寸", "巾", "弓"]));
    }

    private string SwapNeighbours(string text)
    {
        var place = Below(text.Length - 1);
        return text.Remove(place, 2).Insert(place, $"{text[place + 1]}{text[place]}");
    }

    private static string Turn(string text) => string.Concat(text.Reverse());

    private static string Turned(string text) => string.Join(' ', text.Split(' ').Reverse());

    private static string FullWidth(string text) =>
        string.Concat(
            text.ToLowerInvariant().Select(c => c is >= '!' and <= '~' ? (char)(c + 0xFEE0) : c)
        );

    private static string Spaced(string text) => text.Insert(2, "　").Insert(5, " ");

    private static string Traditional(string text) =>
        traditional.Aggregate(text, (now, pair) => now.Replace(pair.Simple, pair.Traditional));

    private T One<T>(T[] of) => of[Below(of.Length)];

    private string Other(string[] of, string than) => One(of.Where(one => one != than).ToArray());

    // A linear congruence: the same everywhere and for ever.
    private int Below(int limit)
    {
        state = (state * 1_664_525) + 1_013_904_223;
        return (int)((state >> 8) % (uint)limit);
    }
}
