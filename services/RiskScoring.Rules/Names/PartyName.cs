namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>Whether a name is one of a company or of a person.</summary>
public enum NameKind
{
    /// <summary>A company: region, own name, trade, legal form.</summary>
    Company,

    /// <summary>A person: few characters, all of which count.</summary>
    Person,
}

/// <summary>A name taken apart, so that its parts can be compared each by its own rule.</summary>
public sealed class PartyName
{
    private PartyName() { }

    /// <summary>Company or person.</summary>
    public required NameKind Kind { get; init; }

    /// <summary>The name in one width, case and script, without blanks and punctuation.</summary>
    public required string Written { get; init; }

    /// <summary>Province, or empty.</summary>
    public required string Province { get; init; }

    /// <summary>City, or empty.</summary>
    public required string City { get; init; }

    /// <summary>Own name 字号: what tells it from others of its trade.</summary>
    public required string Brand { get; init; }

    /// <summary>Trade words in their order; for Latin names the words of the name.</summary>
    public required IReadOnlyList<string> Trade { get; init; }

    /// <summary>Own name and trade as written, without region and legal form.</summary>
    public required string Stem { get; init; }

    /// <summary>LIMITED, SHARES, COMPANY, or empty.</summary>
    public required string Form { get; init; }

    /// <summary>Whether it calls itself a group 集团.</summary>
    public required bool IsGroup { get; init; }

    /// <summary>Whether it is a branch 分公司.</summary>
    public required bool IsBranch { get; init; }

    /// <summary>Takes a name apart. Never fails: what is not understood is own name.</summary>
    public static PartyName Parse(string? text, NameKind kind)
    {
        var clean = NameText.Clean(text);
        return kind == NameKind.Person ? Person(clean) : Company(clean);
    }

    private static PartyName Person(string clean)
    {
        // Latin names come in either order; Chinese ones have no blanks that count.
        var words = NameText.IsLatin(clean)
            ? clean.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [clean.Replace(" ", "", StringComparison.Ordinal)];
        var written = string.Concat(words);
        return new PartyName
        {
            Kind = NameKind.Person,
            Written = written,
            Province = "",
            City = "",
            Brand = written,
            Trade = words,
            Stem = written,
            Form = "",
            IsGroup = false,
            IsBranch = false,
        };
    }

    private static PartyName Company(string clean) =>
        NameText.IsLatin(clean) ? Latin(clean) : new ChineseName(clean).ToPartyName();

    private static PartyName Latin(string clean)
    {
        var words = clean.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var written = string.Concat(words);
        var form = "";
        for (var count = Math.Min(3, words.Count - 1); count >= 1 && form.Length == 0; count--)
        {
            var end = string.Join(' ', words[^count..]);
            if (Lexicon.Forms.TryGetValue(end, out var known))
            {
                form = known;
                words.RemoveRange(words.Count - count, count);
            }
        }
        return new PartyName
        {
            Kind = NameKind.Company,
            Written = written,
            Province = "",
            City = "",
            Brand = words.Count == 0 ? written : words[0],
            Trade = words,
            Stem = string.Concat(words),
            Form = form,
            IsGroup = false,
            IsBranch = false,
        };
    }

    private sealed class ChineseName
    {
        private readonly string written;
        private string rest;
        private string province = "";
        private string city = "";
        private bool isGroup;
        private bool isBranch;

        public ChineseName(string clean)
        {
            rest = NameText.TakeBrackets(clean, TakeBracket);
            rest = rest.Replace(" ", "", StringComparison.Ordinal);
            written = NameText.Bare(clean);
        }

        public PartyName ToPartyName()
        {
            TakeRegions();
            TakeBranch();
            var form = TakeForm();
            if (rest.Length > 3 && rest.EndsWith("集团", StringComparison.Ordinal))
                (rest, isGroup) = (rest[..^2], true);
            var (brand, trade) = NameText.Split(rest);
            return new PartyName
            {
                Kind = NameKind.Company,
                Written = written,
                Province = province,
                City = city,
                Brand = brand,
                Trade = trade,
                Stem = rest,
                Form = form,
                IsGroup = isGroup,
                IsBranch = isBranch,
            };
        }

        private bool TakeBracket(string inside)
        {
            if (inside == "集团")
                return isGroup = true;
            return NoteRegion(inside.TrimEnd('省', '市'));
        }

        private void TakeRegions()
        {
            while (TakeRegion()) { }
            // A district below a city: no name of its own by which companies differ.
            var end =
                city.Length + province.Length == 0
                    ? -1
                    : rest.AsSpan(0, Math.Min(5, rest.Length)).IndexOfAny('区', '县');
            if (end >= 1 && rest.Length - end > 4 && rest[end - 1] is not ('小' or '园' or '社'))
                rest = rest[(end + 1)..];
        }

        private bool TakeRegion()
        {
            for (var length = Math.Min(5, rest.Length - 2); length >= 2; length--)
            {
                // A company that is called like its region keeps the name.
                var word = rest[..length];
                if (Lexicon.Forms.ContainsKey(rest[length..]) || !NoteRegion(word))
                    continue;
                rest = rest[length..];
                if (rest.Length > 2 && rest[0] is '省' or '市')
                    rest = rest[1..];
                foreach (var tail in NameText.RegionTails)
                {
                    if (
                        rest.StartsWith(tail, StringComparison.Ordinal)
                        && rest.Length > tail.Length + 1
                    )
                        rest = rest[tail.Length..];
                }
                return true;
            }
            return false;
        }

        private bool NoteRegion(string word)
        {
            if (!Lexicon.Regions.TryGetValue(word, out var of))
                return false;
            if (of != word && city.Length == 0)
                city = word;
            if (province.Length == 0)
                province = of;
            return true;
        }

        private void TakeBranch()
        {
            var place = rest.EndsWith("分公司", StringComparison.Ordinal)
                ? rest.IndexOf("公司", StringComparison.Ordinal)
                : -1;
            isBranch = place >= 0 && place + 2 < rest.Length;
            if (isBranch)
                rest = rest[..(place + 2)];
        }

        private string TakeForm()
        {
            for (var length = Math.Min(6, rest.Length - 1); length >= 2; length--)
            {
                if (Lexicon.Forms.TryGetValue(rest[^length..], out var form))
                {
                    rest = rest[..^length];
                    return form;
                }
            }
            return "";
        }
    }
}
