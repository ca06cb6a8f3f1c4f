using System.Globalization;

namespace Orleans.Muc.Deployment.Tests.Sizing;

/// <summary>Arithmetic as docs/sizing.md writes it: numbers, names, + - * / ( ), <c>ceil(x)</c> and <c>max(x, y)</c>.</summary>
internal ref struct Formula
{
    private readonly IReadOnlyDictionary<string, double> _values;
    private ReadOnlySpan<char> _rest;

    private Formula(string text, IReadOnlyDictionary<string, double> values)
    {
        _rest = text;
        _values = values;
    }

    /// <exception cref="FormatException">It is no formula, or has a name that has no value.</exception>
    public static double Evaluate(string text, IReadOnlyDictionary<string, double> values)
    {
        var formula = new Formula(text, values);
        var result = formula.Sum();
        return formula.Peek() == '\0' ? result : throw new FormatException($"'{formula._rest}' is left of '{text}'.");
    }

    private double Sum()
    {
        var result = Product();
        while (Peek() is '+' or '-')
            result = Take() == '+' ? result + Product() : result - Product();
        return result;
    }

    private double Product()
    {
        var result = Factor();
        while (Peek() is '*' or '/')
            result = Take() == '*' ? result * Factor() : result / Factor();
        return result;
    }

    private double Factor()
    {
        if (Peek() == '(')
            return Bracketed()[0];
        var length = 0;
        while (length < _rest.Length && (char.IsLetterOrDigit(_rest[length]) || _rest[length] == '.'))
            length++;
        var word = _rest[..length].ToString();
        _rest = _rest[length..];
        if (word.Length > 0 && char.IsDigit(word[0]))
            return double.Parse(word, CultureInfo.InvariantCulture);
        return word switch
        {
            "ceil" => Math.Ceiling(Bracketed()[0]),
            "max" => Bracketed().Max(),
            _ => _values.TryGetValue(word, out var value) ? value : throw new FormatException($"'{word}' has no value."),
        };
    }

    private List<double> Bracketed()
    {
        List<double> all = [];
        Expect('(');
        do
            all.Add(Sum());
        while (Peek() == ',' && Take() == ',');
        Expect(')');
        return all;
    }

    private char Peek()
    {
        _rest = _rest.TrimStart();
        return _rest.IsEmpty ? '\0' : _rest[0];
    }

    private char Take()
    {
        var taken = Peek();
        _rest = _rest[1..];
        return taken;
    }

    private void Expect(char wanted)
    {
        if (Peek() != wanted)
            throw new FormatException($"'{wanted}' is missing before '{_rest}'.");
        _rest = _rest[1..];
    }
}
