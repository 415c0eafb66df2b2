import type { SearchEntry } from '../../../src/catalogue/search/entry.ts';

function film(
  key: string,
  titles: readonly string[],
  bookTitles: readonly string[],
  people: readonly string[],
): SearchEntry {
  return { key, year: Number(key.slice(-4)), titles, bookTitles, people };
}

/** Real adaptations, chosen for what makes them hard to find. Not in the order of their titles. */
export const catalogue: readonly SearchEntry[] = [
  film(
    'the-remains-of-the-day-1993',
    ['The Remains of the Day'],
    ['The Remains of the Day'],
    ['Kazuo Ishiguro', 'James Ivory'],
  ),
  film('never-let-me-go-2010', ['Never Let Me Go'], ['Never Let Me Go'], ['Kazuo Ishiguro', 'Mark Romanek']),
  film(
    'blade-runner-1982',
    ['Blade Runner'],
    ['Do Androids Dream of Electric Sheep?'],
    ['Philip K. Dick', 'Ridley Scott'],
  ),
  film('arrival-2016', ['Arrival'], ['Story of Your Life'], ['Ted Chiang', 'Denis Villeneuve']),
  film('dune-2021', ['Dune', 'Dune: Part One'], ['Dune'], ['Frank Herbert', 'Denis Villeneuve']),
  film('dune-1984', ['Dune'], ['Dune'], ['Frank Herbert', 'David Lynch']),
  film('pride-and-prejudice-1995', ['Pride and Prejudice'], ['Pride and Prejudice'], ['Jane Austen', 'Simon Langton']),
  film('pride-prejudice-2005', ['Pride & Prejudice'], ['Pride and Prejudice'], ['Jane Austen', 'Joe Wright']),
  film('solaris-2002', ['Solaris'], ['Solaris'], ['Stanisław Lem', 'Steven Soderbergh']),
  film('solaris-1972', ['Solaris', 'Солярис', 'Solyaris'], ['Solaris'], ['Stanisław Lem', 'Andrei Tarkovsky']),
  film(
    'stalker-1979',
    ['Stalker', 'Сталкер'],
    ['Roadside Picnic', 'Пикник на обочине'],
    ['Arkady Strugatsky', 'Andrei Tarkovsky'],
  ),
  film(
    'rashomon-1950',
    ['Rashomon', '羅生門', 'Rashōmon'],
    ['In a Grove', '藪の中'],
    ['Ryūnosuke Akutagawa', 'Akira Kurosawa'],
  ),
  film(
    'the-wages-of-fear-1953',
    ['The Wages of Fear', 'Le Salaire de la peur'],
    ['The Wages of Fear', 'Le Salaire de la peur'],
    ['Georges Arnaud'],
  ),
  film(
    'sorcerer-1977',
    ['Sorcerer', 'Wages of Fear'],
    ['The Wages of Fear', 'Le Salaire de la peur'],
    ['Georges Arnaud'],
  ),
  film(
    'jules-and-jim-1962',
    ['Jules and Jim', 'Jules et Jim'],
    ['Jules et Jim'],
    ['Henri-Pierre Roché', 'François Truffaut'],
  ),
  film('the-leopard-1963', ['The Leopard', 'Il gattopardo'], ['The Leopard', 'Il gattopardo'], ['Luchino Visconti']),
  film(
    'the-tin-drum-1979',
    ['The Tin Drum', 'Die Blechtrommel'],
    ['The Tin Drum'],
    ['Günter Grass', 'Volker Schlöndorff'],
  ),
  film(
    'babettes-feast-1987',
    ["Babette's Feast", 'Babettes gæstebud'],
    ["Babette's Feast"],
    ['Karen Blixen', 'Gabriel Axel'],
  ),
  film(
    'the-secret-in-their-eyes-2009',
    ['The Secret in Their Eyes', 'El secreto de sus ojos'],
    [],
    ['Juan José Campanella'],
  ),
  film('let-the-right-one-in-2008', ['Let the Right One In', 'Låt den rätte komma in'], [], ['John Ajvide Lindqvist']),
  film(
    'the-handmaiden-2016',
    ['The Handmaiden', '아가씨', 'Agassi'],
    ['Fingersmith'],
    ['Sarah Waters', 'Park Chan-wook'],
  ),
  film(
    'burning-2018',
    ['Burning', '버닝', 'Beoning'],
    ['Barn Burning', '納屋を焼く'],
    ['Haruki Murakami', 'Lee Chang-dong'],
  ),
  film(
    'drive-my-car-2021',
    ['Drive My Car', 'ドライブ・マイ・カー'],
    ['Drive My Car'],
    ['Haruki Murakami', 'Ryusuke Hamaguchi'],
  ),
  film(
    'raise-the-red-lantern-1991',
    ['Raise the Red Lantern', '大红灯笼高高挂'],
    ['Wives and Concubines', '妻妾成群'],
    ['Su Tong'],
  ),
  film('pather-panchali-1955', ['Pather Panchali', 'পথের পাঁচালী'], ['পথের পাঁচালী'], ['Satyajit Ray']),
  film(
    'woman-in-the-dunes-1964',
    ['Woman in the Dunes', '砂の女', 'Suna no Onna'],
    ['The Woman in the Dunes'],
    ['Kōbō Abe'],
  ),
  film('the-cow-1969', ['The Cow', 'گاو', 'Gaav'], ['عزاداران بیل'], ["Gholam-Hossein Sa'edi", 'Dariush Mehrjui']),
  film('vertigo-1958', ['Vertigo'], ["D'entre les morts"], ['Pierre Boileau', 'Alfred Hitchcock']),
  film(
    'dr-strangelove-1964',
    ['Dr. Strangelove', 'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb'],
    ['Red Alert'],
    ['Stanley Kubrick'],
  ),
  film('mash-1970', ['M*A*S*H'], ['MASH: A Novel About Three Army Doctors'], ['Richard Hooker', 'Robert Altman']),
  film('la-confidential-1997', ['L.A. Confidential'], ['L.A. Confidential'], ['James Ellroy', 'Curtis Hanson']),
  film('the-godfather-1972', ['The Godfather'], ['The Godfather'], ['Mario Puzo', 'Francis Ford Coppola']),
  film(
    'the-godfather-part-ii-1974',
    ['The Godfather Part II'],
    ['The Godfather'],
    ['Mario Puzo', 'Francis Ford Coppola'],
  ),
  film('die-hard-1988', ['Die Hard'], ['Nothing Lasts Forever'], ['Roderick Thorp', 'John McTiernan']),
  film('12-angry-men-1957', ['12 Angry Men'], ['Twelve Angry Men'], ['Reginald Rose', 'Sidney Lumet']),
  film('1984-1984', ['1984', 'Nineteen Eighty-Four'], ['Nineteen Eighty-Four'], ['George Orwell', 'Michael Radford']),
];
